// SPDX-License-Identifier: Apache-2.0
// What a diagnosis rests on: each finding whole, the boots with one thing exchanged, what is true but harmless, and how
// far the boots came.
#pragma once

#include "inspect/findings/case.hpp"
#include "inspect/report/html.hpp"
#include "inspect/report/paired_boots.hpp"

namespace jig::inspect {

[[nodiscard]] Html findings_of(const Diagnosis& diagnosis);
// Empty when nothing was exchanged.
[[nodiscard]] Html trials_of(const TrialSet& trials);
[[nodiscard]] Html notes_of(const Diagnosis& diagnosis);
[[nodiscard]] Html coverage_of(const Diagnosis& diagnosis, const PairedBoots& boots);

// "0x08007000-0x0800700b, …" as code; "no single place" for none.
[[nodiscard]] Html ranges(const std::vector<AddressRange>& where);
// A word with a colour: proven, likely, possible.
[[nodiscard]] Html badge(Confidence confidence);

}  // namespace jig::inspect
