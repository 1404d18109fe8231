// SPDX-License-Identifier: Apache-2.0
// What a diagnosis says: findings are causes for a copy that does not run, notes are true but harmless.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/range.hpp"
#include "inspect/checksum/place.hpp"
#include "inspect/findings/cause.hpp"
#include "machine/chip.hpp"

namespace jig::inspect {

// Proven: boots showed it both ways. Likely: one way, or the content alone leaves little else. Possible: it fits.
enum class Confidence : std::uint8_t { proven, likely, possible };
[[nodiscard]] std::string_view name_of(Confidence confidence);

struct Finding {
    Cause cause;
    Confidence confidence = Confidence::possible;
    std::vector<AddressRange> where;
    std::vector<std::string> evidence;  // a sentence each
    std::string remedy = std::string(row_of(cause).remedy);
};

struct Note {
    std::string_view kind;  // "checksum", "identity-read", "unit-record", "layout", …
    std::vector<AddressRange> where;
    std::string text;
    std::optional<ChecksumPlace> checksum = {};
};

enum class Verdict : std::uint8_t { will_not_run, runs, unknown };
[[nodiscard]] std::string_view name_of(Verdict verdict);

// How far the boot behind the verdict came: the copy's, or the golden board's if there is no copy.
struct Coverage {
    std::uint64_t instructions = 0;
    std::string stopped;  // where it settled, or why it was not tried
    std::vector<machine::UnmodelledAccess> unmodelled;
    std::size_t boots = 0;  // all that were run for this diagnosis
};

struct Diagnosis {
    Verdict verdict = Verdict::unknown;
    std::string because;            // one sentence
    std::vector<Finding> findings;  // best first
    std::vector<Note> notes;
    Coverage coverage;
};

}  // namespace jig::inspect
