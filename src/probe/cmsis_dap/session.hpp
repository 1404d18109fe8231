// SPDX-License-Identifier: Apache-2.0
// A conversation with one CMSIS-DAP probe: who it is, and commands and their answers, several under way at once.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>

#include "probe/cmsis_dap/transport.hpp"
#include "wire/cmsis_dap/command.hpp"

namespace jig::probe::cmsis_dap {

class Session {
 public:
    // Asks the probe what it is and can. Errors: link, timeout, unsupported (no SWD, or packets that hold nothing).
    static Result<std::unique_ptr<Session>> open(std::unique_ptr<Transport> transport, Clock& clock);

    // "CMSIS-DAP 2.1.0, firmware 1.2"; what the probe says of itself.
    [[nodiscard]] const std::string& firmware() const { return firmware_; }
    [[nodiscard]] std::size_t packet_bytes() const { return packet_bytes_; }
    [[nodiscard]] Clock& clock() { return clock_; }

    // One command; its answer is a view that the next call overwrites. Errors: link, timeout.
    Result<ByteView> ask(ByteView request);
    // One command whose answer is a status. Errors: refused, unsupported too.
    Result<void> require(wire::cmsis_dap::Command command, ByteView request);
    // All commands, as many at once as the probe takes; visit(i, answer) in their order, and whether to go on. After a
    // no or an error nothing more is sent or visited, and the answers under way are taken in. Errors: visit's too.
    Result<void> ask_all(std::span<const Bytes> requests,
                         const std::function<Result<bool>(std::size_t, ByteView)>& visit);

 private:
    Session(std::unique_ptr<Transport> transport, Clock& clock) : transport_(std::move(transport)), clock_(clock) {}
    Result<void> read_facts();
    Result<std::uint32_t> number(wire::cmsis_dap::InfoId id);
    Result<std::string> text(wire::cmsis_dap::InfoId id);

    std::unique_ptr<Transport> transport_;
    Clock& clock_;
    std::string firmware_;
    std::size_t packet_bytes_ = 64;
    std::size_t packet_count_ = 1;
};

}  // namespace jig::probe::cmsis_dap
