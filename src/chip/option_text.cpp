// SPDX-License-Identifier: Apache-2.0
#include "chip/option_text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cctype>

#include "base/nearest.hpp"

namespace jig::chip {
namespace {

// PM0075 2.5: the option bytes are loaded by every system reset. Protection set while a debugger is attached, and
// protection lifted over SWD, need a power-on reset (PM0075 2.4.1).
constexpr std::string_view at_reset = "at the next system reset";
constexpr std::string_view at_power_on =
    "at the next system reset; with a debugger attached, only at the next power-on reset";

constexpr std::array fields = {
    OptionField{"RDP", OptionByte::RDP, 0xFF, "", "", at_power_on},
    OptionField{"WDG_SW", OptionByte::USER, user::WDG_SW, "the independent watchdog waits for software to start it",
                "the independent watchdog starts by itself at reset", at_reset},
    OptionField{"nRST_STOP", OptionByte::USER, user::nRST_STOP, "entering Stop mode does not reset the chip",
                "entering Stop mode resets the chip", at_reset},
    OptionField{"nRST_STDBY", OptionByte::USER, user::nRST_STDBY, "entering Standby mode does not reset the chip",
                "entering Standby mode resets the chip", at_reset},
    OptionField{"BFB2", OptionByte::USER, user::BFB2, "starts from bank 1",
                "starts from bank 2 if its first word is a stack pointer, else from bank 1", at_reset},
    OptionField{"Data0", OptionByte::Data0, 0xFF, "", "", at_reset},
    OptionField{"Data1", OptionByte::Data1, 0xFF, "", "", at_reset},
    OptionField{"WRP0", OptionByte::WRP0, 0xFF, "", "", at_reset},
    OptionField{"WRP1", OptionByte::WRP1, 0xFF, "", "", at_reset},
    OptionField{"WRP2", OptionByte::WRP2, 0xFF, "", "", at_reset},
    OptionField{"WRP3", OptionByte::WRP3, 0xFF, "", "", at_reset},
};
constexpr std::string_view raw_word = "raw";

bool is_bit(const OptionField& field) { return field.mask != 0xFF; }

bool exists(const OptionField& field, const Part& part) {
    return field.mask != user::BFB2 || field.byte != OptionByte::USER || part.facts().bank1_bytes != 0;
}

bool same_word(std::string_view a, std::string_view b) {
    return std::ranges::equal(a, b,
                              [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

Result<void> apply_raw(OptionBytes& bytes, std::string_view hex) {
    const auto raw = from_hex(hex);
    if (!raw || raw->size() != option_bytes_size) {
        return fail(ErrorKind::usage, fmt::format("raw='{}' must be {} bytes as {} hex digits", hex, option_bytes_size,
                                                  2 * option_bytes_size));
    }
    RawOptionBytes value{};
    std::ranges::copy(*raw, value.begin());
    const OptionBytes wanted(value);
    for (std::size_t i = 0; i < option_byte_count; ++i) {
        if (wanted.complement_ok(static_cast<OptionByte>(i))) continue;
        return fail(
            ErrorKind::usage,
            fmt::format("raw byte {} is 0x{:02x} with complement 0x{:02x}; a complement must be the inverse, and "
                        "the chip makes it itself",
                        2 * i, value[2 * i], value[2 * i + 1]));
    }
    bytes = wanted;
    return {};
}

Result<const OptionField*> find_field(std::string_view name, const Part& part) {
    std::vector<std::string_view> known;
    for (const OptionField& field : fields) {
        if (!exists(field, part)) {
            if (!same_word(field.name, name)) continue;
            return fail(ErrorKind::usage, fmt::format("{} has no {}: it has one flash bank", part.name, field.name));
        }
        if (same_word(field.name, name)) return &field;
        known.push_back(field.name);
    }
    known.push_back(raw_word);
    return fail(ErrorKind::usage, fmt::format("unknown option field '{}'{}", name, suggestion(name, known)));
}

std::string text_of(std::uint8_t value, const OptionField& field) {
    return is_bit(field) ? fmt::format("{}", value) : fmt::format("0x{:02x}", value);
}

std::string protection_meaning(const OptionBytes& bytes) {
    return bytes.read_protected() ? "read protection is on: a debugger cannot read the flash"
                                  : "read protection is off";
}

// The flash that this one WRP byte protects: the other three count as open.
std::string write_meaning(std::uint8_t value, const OptionField& field, const Part& part) {
    const unsigned shift = 8 * (static_cast<unsigned>(field.byte) - static_cast<unsigned>(OptionByte::WRP0));
    const std::uint32_t wrpr = ~(std::uint32_t{static_cast<std::uint8_t>(~value)} << shift);
    std::vector<std::string> texts;
    for (const AddressRange& range : write_protected_ranges(wrpr, part)) texts.push_back(to_string(range));
    if (texts.empty()) return "protects nothing from being written";
    return fmt::format("protects {} from being written", fmt::join(texts, ", "));
}

std::string meaning_of(const OptionBytes& bytes, const OptionField& field, const Part& part) {
    const std::uint8_t value = field_value(bytes, field);
    if (is_bit(field)) return std::string(value != 0 ? field.meaning_set : field.meaning_clear);
    if (field.byte == OptionByte::RDP) return protection_meaning(bytes);
    if (field.byte >= OptionByte::WRP0) return write_meaning(value, field, part);
    return "free for the firmware";
}

}  // namespace

std::span<const OptionField> option_fields() { return fields; }

std::uint8_t field_value(const OptionBytes& bytes, const OptionField& field) {
    const auto masked = static_cast<std::uint8_t>(bytes.value(field.byte) & field.mask);
    return is_bit(field) ? static_cast<std::uint8_t>(masked != 0) : masked;
}

Result<void> apply_option(OptionBytes& bytes, std::string_view assignment, const Part& part) {
    const std::size_t mark = assignment.find('=');
    if (mark == std::string_view::npos) {
        return fail(ErrorKind::usage, fmt::format("'{}' is not FIELD=VALUE; write for example WDG_SW=1", assignment));
    }
    const std::string_view name = assignment.substr(0, mark);
    const std::string_view value_text = assignment.substr(mark + 1);
    if (same_word(name, raw_word)) return apply_raw(bytes, value_text);
    TRY_ASSIGN(const OptionField* field, find_field(name, part));
    TRY_ASSIGN(const std::uint32_t value, parse_number(value_text));
    const std::uint32_t most = is_bit(*field) ? 1 : 0xFF;
    if (value > most) {
        return fail(ErrorKind::usage, fmt::format("{}={} is too large; at most {}", field->name, value_text, most));
    }
    const std::uint8_t others = bytes.value(field->byte) & static_cast<std::uint8_t>(~field->mask);
    const std::uint8_t set = is_bit(*field) ? (value != 0 ? field->mask : 0) : static_cast<std::uint8_t>(value);
    bytes.set(field->byte, static_cast<std::uint8_t>(others | set));
    return {};
}

std::vector<OptionLine> explain_options(const OptionBytes& bytes, const Part& part) {
    std::vector<OptionLine> lines;
    for (const OptionField& field : fields) {
        if (!exists(field, part)) continue;
        std::string meaning = meaning_of(bytes, field, part);
        if (!bytes.complement_ok(field.byte)) {
            meaning = fmt::format("complement 0x{:02x} does not fit, so the chip takes the byte as 0xff",
                                  bytes.raw()[2 * static_cast<std::size_t>(field.byte) + 1]);
        }
        lines.push_back({std::string(field.name), text_of(field_value(bytes, field), field), std::move(meaning),
                         std::string(field.takes_effect)});
    }
    return lines;
}

}  // namespace jig::chip
