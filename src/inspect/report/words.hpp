// SPDX-License-Identifier: Apache-2.0
// The words of a report for moments, pins and what happens to a board.
#pragma once

#include <string>
#include <string_view>

#include "inspect/boot/boot_record.hpp"
#include "inspect/findings/finding.hpp"

namespace jig::inspect {

[[nodiscard]] double milliseconds(Picoseconds time);
// "84.1 ms", "1.25 s".
[[nodiscard]] std::string time_words(Picoseconds time);
// "12 bytes", "1 byte", "64 KB".
[[nodiscard]] std::string size_words(std::uint64_t bytes);
[[nodiscard]] std::string pin_name(machine::Pin pin);
[[nodiscard]] std::string_view reset_words(machine::ResetCause cause);
[[nodiscard]] std::string_view fault_words(unsigned exception);
[[nodiscard]] std::string_view settled_words(Settled settled);
// "the UID"; empty for what every board reads.
[[nodiscard]] std::string_view identity_words(machine::ReadKind kind);

// What a verdict means for these boards, as a headline.
[[nodiscard]] std::string_view headline(Verdict verdict, bool has_copy);

}  // namespace jig::inspect
