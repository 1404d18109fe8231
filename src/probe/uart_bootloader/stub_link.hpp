// SPDX-License-Identifier: Apache-2.0
// A conversation with our stub in the chip's SRAM: requests that are on their way together, in order, each carried out
// once, whatever the line loses.
#pragma once

#include <functional>
#include <span>

#include "probe/uart_bootloader/line.hpp"
#include "wire/ram_stub/frame.hpp"
#include "wire/ram_stub/request.hpp"

namespace jig::probe::uart_bootloader {

class StubLink {
 public:
    // Of a stub that has just been started: both count from 0.
    explicit StubLink(Line& line) : line_(&line) {}

    // After a conversation that broke off nobody knows the number that the stub waits for: nothing more is asked.
    [[nodiscard]] bool lost() const { return lost_; }
    // How many requests or answers had to be sent again.
    [[nodiscard]] unsigned repetitions() const { return repetitions_; }

    // Less than half of what a sequence number counts, so that old and new can be told apart.
    static constexpr std::size_t most_in_flight = 32;

    using Visit = std::function<Result<void>(std::size_t request, ByteView content)>;
    // Sends all requests, as many at once as the stub can hold, and visits each answer once, in any order. `work` is
    // how long the stub may take for one. An error of a request or a visit ends it when the answers under way are in.
    // Errors: protection, refused (the stub says no), link.
    // No more than `most` are on their way: what the answers to them hold must fit into the buffers of a computer that
    // has other things to do.
    Result<void> ask_all(std::span<const Bytes> requests, Duration work, const Visit& visit,
                         std::size_t most = most_in_flight);
    Result<Bytes> ask(const Bytes& request, Duration work = {});
    // The same, but nothing is sent again: whether somebody answers at this rate. Errors: timeout too.
    Result<Bytes> ask_once(const Bytes& request, Duration patience);

    // Resets a chip whose stub an earlier run has left running, if there is one; what it counts to is found out.
    // Errors: link, timeout (no stub answers).
    static Result<void> reset_running(Line& line);

 private:
    class Flight;
    Result<void> carry_out(Flight& flight, Duration work, const Visit& visit);
    Result<wire::ram_stub::Answer> receive(Duration work);
    Result<void> send(std::uint8_t sequence, const Bytes& request);

    Line* line_;
    wire::ram_stub::Deframer deframer_;
    std::uint8_t next_sequence_ = 0;
    unsigned repetitions_ = 0;
    bool lost_ = false;
};

}  // namespace jig::probe::uart_bootloader
