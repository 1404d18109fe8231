// SPDX-License-Identifier: Apache-2.0
#include "chip/option_bytes.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "chip/option_text.hpp"

namespace jig::chip {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const Part& part_named(std::string_view name) { return **find_part(name); }

TEST(OptionBytes, a_new_chip_holds_what_the_manual_prints) {
    const OptionBytes factory = OptionBytes::factory();
    EXPECT_EQ(to_hex(factory.raw()), "a55aff00ff00ff00ff00ff00ff00ff00");
    EXPECT_TRUE(factory.valid());
    EXPECT_FALSE(factory.read_protected());
    EXPECT_EQ(factory.wrpr(), 0xFFFFFFFFu);
}

TEST(OptionBytes, each_byte_lies_where_table_8_of_the_manual_says) {
    for (std::size_t i = 0; i < option_byte_count; ++i) {
        OptionBytes bytes = OptionBytes::factory();
        bytes.set(static_cast<OptionByte>(i), 0x1C);
        EXPECT_EQ(bytes.raw()[2 * i], 0x1C);
        EXPECT_EQ(bytes.raw()[2 * i + 1], 0xE3);
        EXPECT_EQ(bytes.value(static_cast<OptionByte>(i)), 0x1C);
    }
    EXPECT_EQ(static_cast<int>(OptionByte::WRP0), 4) << "0x1FFFF808";
}

TEST(OptionBytes, a_broken_complement_is_seen_and_kept) {
    RawOptionBytes raw = OptionBytes::factory().raw();
    raw[1] ^= 0x10;
    raw[9] ^= 0x01;
    const OptionBytes bytes(raw);
    EXPECT_FALSE(bytes.valid());
    EXPECT_FALSE(bytes.complement_ok(OptionByte::RDP));
    EXPECT_TRUE(bytes.complement_ok(OptionByte::USER));
    EXPECT_TRUE(bytes.read_protected()) << "RDP with a broken complement protects";
    EXPECT_EQ(bytes.wrpr(), 0xFFFFFFFFu);
    EXPECT_EQ(bytes.raw(), raw);
}

TEST(OptionBytes, erased_option_bytes_protect_the_chip) {
    RawOptionBytes erased;
    erased.fill(0xFF);
    EXPECT_TRUE(OptionBytes(erased).read_protected());
}

TEST(WriteProtection, a_bit_protects_4_kb_and_the_last_bit_the_rest) {
    struct Row {
        const char* part;
        std::uint32_t wrpr;
        std::vector<AddressRange> ranges;
    };
    for (const Row& row : {
             Row{"STM32F103RC", 0xFFFFFFFF, {}},
             Row{"STM32F103RC", 0xFFFFFFFE, {{0x08000000, 0x1000}}},
             Row{"STM32F103RC", 0xFFFFFFF4, {{0x08000000, 0x2000}, {0x08003000, 0x1000}}},
             Row{"STM32F103RC", 0x7FFFFFFF, {{0x0801F000, 0x21000}}},
             Row{"STM32F103RC", 0, {{0x08000000, 0x40000}}},
             Row{"STM32F103CB", 0x7FFFFFFF, {{0x0801F000, 0x1000}}},
             Row{"STM32F103C8", 0x0000FFFF, {}},
             Row{"STM32F103C8", 0x00007FFF, {{0x0800F000, 0x1000}}},
             Row{"STM32F103C4", 0, {{0x08000000, 0x4000}}},
             Row{"STM32F103RG", 0x7FFFFFFF, {{0x0801F000, 0xE1000}}},
         }) {
        EXPECT_EQ(write_protected_ranges(row.wrpr, part_named(row.part)), row.ranges) << row.part << " " << row.wrpr;
    }
}

TEST(OptionText, assignments_change_one_field_and_its_complement) {
    struct Row {
        const char* assignment;
        const char* raw;
    };
    for (const Row& row : {
             Row{"WDG_SW=0", "a55afe01ff00ff00ff00ff00ff00ff00"},
             Row{"nrst_stop=0", "a55afd02ff00ff00ff00ff00ff00ff00"},
             Row{"nRST_STDBY=0", "a55afb04ff00ff00ff00ff00ff00ff00"},
             Row{"BFB2=0", "a55af708ff00ff00ff00ff00ff00ff00"},
             Row{"RDP=0", "00ffff00ff00ff00ff00ff00ff00ff00"},
             Row{"Data0=0x5a", "a55aff005aa5ff00ff00ff00ff00ff00"},
             Row{"DATA1=1", "a55aff00ff0001feff00ff00ff00ff00"},
             Row{"WRP0=0xFE", "a55aff00ff00ff00fe01ff00ff00ff00"},
             Row{"WRP3=127", "a55aff00ff00ff00ff00ff00ff007f80"},
             Row{"raw=00FFff00ff00ff00ff00ff00ff00ff00", "00ffff00ff00ff00ff00ff00ff00ff00"},
         }) {
        OptionBytes bytes = OptionBytes::factory();
        const auto applied = apply_option(bytes, row.assignment, part_named("STM32F103RG"));
        ASSERT_TRUE(applied) << applied.error().what;
        EXPECT_EQ(to_hex(bytes.raw()), row.raw) << row.assignment;
        EXPECT_TRUE(bytes.valid());
    }
}

TEST(OptionText, a_bit_can_be_set_again) {
    OptionBytes bytes = OptionBytes::factory();
    ASSERT_TRUE(apply_option(bytes, "WDG_SW=0", part_named("STM32F103RC")));
    ASSERT_TRUE(apply_option(bytes, "WDG_SW=1", part_named("STM32F103RC")));
    EXPECT_EQ(bytes, OptionBytes::factory());
}

TEST(OptionText, what_is_wrong_with_an_assignment_is_said) {
    struct Row {
        const char* assignment;
        const char* what;
    };
    for (const Row& row : {
             Row{"WDG_SW", "'WDG_SW' is not FIELD=VALUE; write for example WDG_SW=1"},
             Row{"WDGSW=1", "unknown option field 'WDGSW'; did you mean 'WDG_SW'?"},
             Row{"LEVEL=1",
                 "unknown option field 'LEVEL'; known are: RDP, WDG_SW, nRST_STOP, nRST_STDBY, Data0, Data1, WRP0, "
                 "WRP1, WRP2, WRP3, raw"},
             Row{"WDG_SW=2", "WDG_SW=2 is too large; at most 1"},
             Row{"RDP=256", "RDP=256 is too large; at most 255"},
             Row{"RDP=", "'' is not a number; write 4096 or 0x1000"},
             Row{"BFB2=1", "STM32F103RC has no BFB2: it has one flash bank"},
             Row{"raw=a55a", "raw='a55a' must be 16 bytes as 32 hex digits"},
             Row{"raw=a55bff00ff00ff00ff00ff00ff00ff00",
                 "raw byte 0 is 0xa5 with complement 0x5b; a complement must be the inverse, and the chip makes it "
                 "itself"},
         }) {
        OptionBytes bytes = OptionBytes::factory();
        const auto applied = apply_option(bytes, row.assignment, part_named("STM32F103RC"));
        ASSERT_FALSE(applied) << row.assignment;
        EXPECT_EQ(applied.error().kind, ErrorKind::usage);
        EXPECT_EQ(applied.error().what, row.what);
        EXPECT_EQ(bytes, OptionBytes::factory()) << "nothing is changed";
    }
}

// "FIELD VALUE: meaning" of one line.
std::string line_of(const OptionBytes& bytes, std::string_view field, std::string_view part) {
    for (const OptionLine& line : explain_options(bytes, part_named(part))) {
        if (line.field == field) return line.value + ": " + line.meaning;
    }
    return "missing";
}

TEST(OptionText, each_field_says_what_it_does) {
    OptionBytes bytes = OptionBytes::factory();
    EXPECT_EQ(line_of(bytes, "RDP", "STM32F103RC"), "0xa5: read protection is off");
    EXPECT_EQ(line_of(bytes, "WDG_SW", "STM32F103RC"), "1: the independent watchdog waits for software to start it");
    EXPECT_EQ(line_of(bytes, "Data0", "STM32F103RC"), "0xff: free for the firmware");
    EXPECT_EQ(line_of(bytes, "WRP3", "STM32F103RC"), "0xff: protects nothing from being written");
    EXPECT_EQ(line_of(bytes, "BFB2", "STM32F103RC"), "missing");
    EXPECT_EQ(line_of(bytes, "BFB2", "STM32F103RF"), "1: starts from bank 1");
    bytes.set(OptionByte::RDP, 0);
    bytes.set(OptionByte::USER, 0xF8);
    bytes.set(OptionByte::WRP3, 0x7E);
    EXPECT_EQ(line_of(bytes, "RDP", "STM32F103RC"), "0x00: read protection is on: a debugger cannot read the flash");
    EXPECT_EQ(line_of(bytes, "nRST_STOP", "STM32F103RC"), "0: entering Stop mode resets the chip");
    EXPECT_EQ(line_of(bytes, "WRP3", "STM32F103RC"),
              "0x7e: protects 0x08018000-0x08018fff, 0x0801f000-0x0803ffff from being written");
}

TEST(OptionText, a_broken_complement_and_the_moment_of_effect_are_said) {
    RawOptionBytes raw = OptionBytes::factory().raw();
    raw[3] = 0x01;
    EXPECT_EQ(line_of(OptionBytes(raw), "WDG_SW", "STM32F103RC"),
              "1: complement 0x01 does not fit, so the chip takes the byte as 0xff");
    const auto lines = explain_options(OptionBytes::factory(), part_named("STM32F103RC"));
    EXPECT_EQ(lines[0].takes_effect,
              "at the next system reset; with a debugger attached, only at the next power-on reset");
    EXPECT_EQ(lines[1].takes_effect, "at the next system reset");
}

}  // namespace
}  // namespace jig::chip
