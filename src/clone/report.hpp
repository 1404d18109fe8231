// SPDX-License-Identifier: Apache-2.0
// What a job did to a board: filled in as the job goes, so that it is complete up to the point where a job failed.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/range.hpp"
#include "clone/policy.hpp"
#include "flash/plan.hpp"

namespace jig::clone {

// pass: the flash read back as wanted, option bytes as wanted, backup stored. fail: the board or the image said no.
// error: something between here and the board broke.
enum class Outcome : std::uint8_t { pass, fail, error };
[[nodiscard]] std::string to_string(Outcome outcome);

// Seconds on the board's clock; a step that was not reached stays 0.
struct StepSeconds {
    double backup = 0;
    double erase = 0;
    double program = 0;
    double verify = 0;
    double start = 0;
};

// A run of bytes that is not as wanted: the first few of both sides, for a person to look at.
struct Difference {
    AddressRange range;
    Bytes wanted;  // at most 16 bytes
    Bytes found;
};

// What was seen of the board after its reset, over a few samples. It is a finding, not part of PASS: an image may be
// right and still not run here.
struct StartWatch {
    bool observed = true;  // false: nobody could look; `what` says why
    bool running = false;  // not halted, not locked up, not in a fault handler, PC where code can be
    std::string what;      // one sentence: what was seen
    std::uint32_t pc = 0;  // at the last sample
};

struct Report {
    Outcome outcome = Outcome::error;
    std::optional<std::filesystem::path> backup;  // the whole and verified backup of what was there before
    std::vector<AddressRange> kept;
    std::vector<Difference> differences;
    StepSeconds seconds;
    VerifyMode verified_by = VerifyMode::read;
    bool verified = false;  // the comparison was made and found no difference
    bool option_bytes_written = false;
    std::optional<flash::Plan> plan;
    std::optional<StartWatch> start;
    std::vector<std::string> notes;  // sentences worth reading that are not errors
};

}  // namespace jig::clone
