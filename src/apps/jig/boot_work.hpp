// SPDX-License-Identifier: Apache-2.0
// What `jig boot` does: an archive on the virtual board, and the files that it writes of it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/result.hpp"
#include "inspect/boot/boot.hpp"
#include "inspect/trace/arrival.hpp"

namespace jig::app {

// Empty texts were not given.
struct BootWords {
    std::string file;
    std::string duration = "2s";
    std::string board;
    std::string from;
    std::string until;
    std::string vcd;
    std::string trace;
    std::optional<std::uint64_t> trace_first;
    std::optional<std::uint64_t> trace_last;
};

struct WrittenTrace {
    std::string file;
    std::uint64_t lines = 0;
    std::uint64_t left_out = 0;
};

struct BootAnswer {
    board::BoardDescription board;
    inspect::BootRecord record;               // to the arrival, where there was one
    std::optional<std::uint32_t> until;       // the address that was asked for
    std::optional<inspect::Arrival> arrival;  // there
    std::optional<WrittenTrace> trace;
};

// Errors: usage, bad_file, internal (a file could not be written).
[[nodiscard]] Result<BootAnswer> run_boot(const BootWords& words);

}  // namespace jig::app
