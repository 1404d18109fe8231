// SPDX-License-Identifier: Apache-2.0
// The words of a report for moments, sizes, pins and how a boot ended.
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
[[nodiscard]] std::string_view settled_words(Settled settled);

// What a verdict means for these boards, as a headline.
[[nodiscard]] std::string_view headline(Verdict verdict, bool has_copy);

}  // namespace jig::inspect
