// SPDX-License-Identifier: Apache-2.0
#include "inspect/findings/unit_record.hpp"

#include <algorithm>

#include "inspect/findings/experts.hpp"
#include "inspect/findings/make_case.hpp"

namespace jig::inspect {

std::optional<UnitRecord> find_unit_record(const image::BoardArchive& source) {
    // A source that cannot be made a World is refused by the job itself, in better words.
    const Result<Case> the_case = make_case({.golden = &source});
    if (!the_case) return std::nullopt;
    const Opinion opinion = judge_uid(*the_case);
    const auto note = std::ranges::find(opinion.notes, "unit-record", &Note::kind);
    if (note == opinion.notes.end() || note->where.empty()) return std::nullopt;
    return UnitRecord{note->where, note->text};
}

}  // namespace jig::inspect
