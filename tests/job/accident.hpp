// SPDX-License-Identifier: Apache-2.0
// One accident from a seed: a clone is interrupted, and what must hold afterwards is checked.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace jig::job {

enum class AccidentKind : std::uint8_t { kill, unplug, power, noise };
[[nodiscard]] Result<AccidentKind> parse_accident_kind(std::string_view word);

struct AccidentOutcome {
    bool interrupted = false;         // the first run did not pass
    unsigned runs = 0;                // runs until one passed, the first included
    std::string first_error;          // what the interrupted run said
    std::vector<std::string> broken;  // promises that did not hold, one sentence each
};

// Clones a golden board to a target, keeping the unit record, with an accident at a place drawn from `seed`; then runs
// again until it passes. What must hold: every backup there is can be read whole; one that is not of a
// half-written board holds what the target held before; a later run passes; the target then holds the image with its
// own record, and the option bytes; on every other seed that backup is restored instead and the target must be as it
// was. `jig` is the program that is killed, for AccidentKind::kill.
[[nodiscard]] AccidentOutcome run_accident(AccidentKind kind, std::uint64_t seed, const std::filesystem::path& jig);

}  // namespace jig::job
