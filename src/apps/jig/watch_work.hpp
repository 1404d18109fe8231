// SPDX-License-Identifier: Apache-2.0
// Watches a connected board: sets the comparators, waits for halts, finds out who read, lets the firmware go on.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/range.hpp"
#include "base/result.hpp"
#include "dap/target.hpp"

namespace jig::app {

struct WatchPlan {
    std::vector<AddressRange> ranges;
    Duration duration{};
    std::uint64_t count = 0;  // ends after this many reads; 0: no such limit
    bool reset = false;       // begin before the firmware's first instruction
    bool halt = false;        // ends at the first read, and leaves the core halted there
};

struct WatchHit {
    Duration at{};                   // since the watch began, on the board's clock
    std::vector<std::uint32_t> pcs;  // of the access; several: one of them; none: not found
    std::uint32_t halted_pc = 0;
    std::string disassembly;  // of the first of `pcs`
    std::optional<std::uint32_t> address;
    std::optional<std::uint32_t> value;
};

struct WatchRecord {
    std::vector<WatchHit> hits;        // the first `most_hits`
    std::uint64_t reads = 0;           // all of them
    std::uint64_t outside = 0;         // of a block that is wider than what was asked for; not among the reads
    std::vector<AddressRange> blocks;  // what the comparators held
    std::string ended;                 // "time", "count", "halt", "interrupted", "error"
    Duration duration{};
    std::vector<std::uint32_t> registers;  // R0 to R12, SP, LR, PC, xPSR of the core that was left halted
    std::optional<Error> error;            // what ended it early
};

// A firmware that reads all day must not eat our memory.
inline constexpr std::size_t most_hits = 10'000;

struct WatchListener {
    std::function<bool()> interrupted;         // asked again and again; true ends the watch
    std::function<void(const WatchHit&)> hit;  // told of every read as it comes
};

// Errors: what arming meets; later ones are in the record.
[[nodiscard]] Result<WatchRecord> watch(dap::Target& target, const WatchPlan& plan, const WatchListener& listener);

}  // namespace jig::app
