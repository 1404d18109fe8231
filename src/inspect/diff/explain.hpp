// SPDX-License-Identifier: Apache-2.0
// What a field may be, likeliest first: every explanation with what speaks for it, what it predicts, and what would
// decide it. Those that the dumps rule out are told too, so that nobody asks again.
#pragma once

#include "inspect/diff/field.hpp"

namespace jig::inspect {

[[nodiscard]] std::vector<Explanation> explain_field(const Field& field, std::span<const Dump> dumps);

// "the UID xor a constant that is the same on every board".
[[nodiscard]] std::string relation_text(const UidRelation& relation);

}  // namespace jig::inspect
