// SPDX-License-Identifier: Apache-2.0
// Why a copy does not run: one engine that weighs what every source of evidence says. It names what it can show, and
// says "unknown" where it has seen too little.
#pragma once

#include <array>
#include <span>

#include "inspect/boot/boot.hpp"
#include "inspect/findings/finding.hpp"

namespace jig::inspect {

// Boots take this long, and longer when both boards have ended alike by then: checks may come late.
inline constexpr std::array<Picoseconds, 2> boot_durations = {std::chrono::seconds{2}, std::chrono::seconds{8}};

struct Case;

struct DiagnosisQuery {
    const image::BoardArchive* golden = nullptr;
    const image::BoardArchive* copy = nullptr;              // may be missing: then the golden board is explained
    std::vector<const image::BoardArchive*> more = {};      // other boards, or other reads of these
    const board::BoardDescription* golden_board = nullptr;  // what is around the chips, where it is described
    const board::BoardDescription* copy_board = nullptr;
    std::array<Picoseconds, 2> durations = boot_durations;
};

// Errors: bad_file, usage (a part that is not known, an image outside the flash).
[[nodiscard]] Result<Diagnosis> diagnose(const DiagnosisQuery& query);
// The second half of it, for who looks at the case too (make_case.hpp).
[[nodiscard]] Diagnosis diagnosis_of(const Case& the_case);

}  // namespace jig::inspect
