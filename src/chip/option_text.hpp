// SPDX-License-Identifier: Apache-2.0
// Option bytes as people write and read them: FIELD=VALUE, raw hex, and a table that says what each field does and
// when.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "chip/option_bytes.hpp"
#include "chip/part.hpp"

namespace jig::chip {

// One field: a whole byte, or one bit of USER.
struct OptionField {
    std::string_view name;  // "RDP", "WDG_SW", "Data0", …
    OptionByte byte;
    std::uint8_t mask;               // 0xFF for a whole byte
    std::string_view meaning_set;    // of a bit that is 1, or of the whole byte
    std::string_view meaning_clear;  // of a bit that is 0; empty for whole bytes
    std::string_view takes_effect;
};
[[nodiscard]] std::span<const OptionField> option_fields();
[[nodiscard]] std::uint8_t field_value(const OptionBytes& bytes, const OptionField& field);

// Applies "WDG_SW=0", "RDP=0xA5", "WRP0=0xFE" or "raw=a55a…" (32 hex digits, taken as they are) to `bytes`. Field
// names in either case. Errors: usage (unknown field with the nearest, value out of range, BFB2 on a part with one
// bank, a raw complement that does not fit).
Result<void> apply_option(OptionBytes& bytes, std::string_view assignment, const Part& part);

// One line of `jig options get`.
struct OptionLine {
    std::string field;  // "WDG_SW"
    std::string value;  // "1", "0xa5"
    std::string meaning;
    std::string takes_effect;
};
[[nodiscard]] std::vector<OptionLine> explain_options(const OptionBytes& bytes, const Part& part);

}  // namespace jig::chip
