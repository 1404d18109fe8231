// SPDX-License-Identifier: Apache-2.0
#include "wire/stlink/answers.hpp"

#include <gtest/gtest.h>

namespace jig::wire::stlink {
namespace {

TEST(StlinkStatus, codes_become_words_and_what_to_do) {
    struct Row {
        std::uint8_t code;
        Outcome outcome;
        const char* text;
    };
    for (const Row& row : {
             Row{0x80, Outcome::ok, "done (status 0x80)"},
             Row{0x0D, Outcome::ok, "write not verified by the probe (status 0x0d)"},
             Row{0x10, Outcome::wait, "AP WAIT (status 0x10)"},
             Row{0x14, Outcome::wait, "DP WAIT (status 0x14)"},
             Row{0x11, Outcome::fault, "AP FAULT (status 0x11)"},
             Row{0x15, Outcome::fault, "DP FAULT (status 0x15)"},
             Row{0x01, Outcome::fault, "unknown error (status 0x01)"},
             Row{0x13, Outcome::wire, "AP parity error (status 0x13)"},
             Row{0x09, Outcome::no_target, "no DPIDR from the chip (status 0x09)"},
             Row{0x1D, Outcome::refused, "no such AP, or AP not opened (status 0x1d)"},
             Row{0x77, Outcome::refused, "status 0x77"},
         }) {
        EXPECT_EQ(Status{row.code}.outcome(), row.outcome) << row.text;
        EXPECT_EQ(Status{row.code}.text(), row.text);
    }
}

TEST(StlinkAnswers, the_target_voltage_is_twice_the_ratio_to_the_reference) {
    // 1.2 V reads 0x5D8 and half the supply 0x80A: 3.3 V.
    const Bytes answer = from_hex("d80500000a080000").value();
    EXPECT_NEAR(parse_voltage(answer).value().value(), 3.30, 0.005);
}

TEST(StlinkAnswers, a_clone_that_measures_nothing_is_no_division_by_zero) {
    EXPECT_EQ(parse_voltage(from_hex("000000000a080000").value()).value(), std::nullopt);
}

TEST(StlinkAnswers, frequencies_are_no_more_than_the_answer_can_hold) {
    Bytes answer(52, 0xFF);
    answer[8] = 2;
    store_le32(MutableByteView(answer).subspan(12), 24000);
    store_le32(MutableByteView(answer).subspan(16), 8000);
    EXPECT_EQ(parse_frequencies(answer).value(), (std::vector<std::uint32_t>{24000, 8000}));
    answer[8] = 200;
    EXPECT_EQ(parse_frequencies(answer).value().size(), 10u);
}

TEST(StlinkAnswers, the_last_status_names_its_address_when_the_firmware_knows_it) {
    const LastStatus last = parse_last_status(from_hex("110000000000042000000000").value()).value();
    EXPECT_EQ(last.status, Status{0x11});
    EXPECT_EQ(last.address, 0x20040000u);
    EXPECT_EQ(parse_last_status(from_hex("8000").value()).value().address, std::nullopt);
}

TEST(StlinkAnswers, what_is_too_short_or_impossible_is_said_to_be_so) {
    EXPECT_EQ(parse_status({}).error().what, "the ST-Link answered a status with 0 bytes instead of 1");
    EXPECT_EQ(parse_word(Bytes(7)).error().what, "the ST-Link answered a register with 7 bytes instead of 8");
    EXPECT_EQ(parse_voltage(Bytes(7)).error().what,
              "the ST-Link answered the target's voltage with 7 bytes instead of 8");
    EXPECT_EQ(parse_frequencies(Bytes(51)).error().what,
              "the ST-Link answered its frequencies with 51 bytes instead of 52");
    EXPECT_EQ(parse_mode({}).error().what, "the ST-Link answered its mode with 0 bytes instead of 1");
    EXPECT_EQ(parse_mode(Bytes{5}).error().what, "the ST-Link says it is in mode 5, which does not exist");
    EXPECT_EQ(parse_mode(Bytes{4}).value(), Mode::bootloader);
}

}  // namespace
}  // namespace jig::wire::stlink
