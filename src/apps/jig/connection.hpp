// SPDX-License-Identifier: Apache-2.0
// The board that a PROBE word leads to, connected, together with what must live as long: the computer's own ports, or
// a virtual bench in this process. The only place that chooses between the two.
#pragma once

#include <memory>
#include <string>

#include "base/result.hpp"
#include "bench/virtual_bench.hpp"
#include "clone/board.hpp"
#include "dap/connect.hpp"
#include "dap/target.hpp"
#include "port/ports.hpp"

namespace jig::app {

class Connection {
 public:
    // Errors: usage (no such form, several probes and none chosen), no_probe, and whatever connecting meets.
    static Result<Connection> open(const std::string& probe, const dap::ConnectOptions& options = {});

    // One name for the probe, whichever way `probe` names it; nothing is opened. Errors: usage, no_probe, link.
    static Result<std::string> locate(const std::string& probe);

    [[nodiscard]] clone::Board& board() { return *board_; }
    // The board's debug port, for what only that can do. Errors: usage (the PROBE is a serial port).
    [[nodiscard]] Result<dap::Target*> target();

 private:
    Connection() = default;
    Result<void> open_uart(port::Ports& ports, const std::string& address);
    Result<void> open_debug_port(port::Ports& ports, const std::string& address, const dap::ConnectOptions& options);

    std::unique_ptr<bench::BenchBoard> bench_;
    std::unique_ptr<port::Ports> ports_;
    std::unique_ptr<dap::Target> target_;  // none behind a serial port; goes before what it speaks through
    std::unique_ptr<clone::Board> board_;  // goes first of all
};

// True for a word that can only be a PROBE, never the name of an archive.
[[nodiscard]] bool names_a_probe(const std::string& word);

}  // namespace jig::app
