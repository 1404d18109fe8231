// SPDX-License-Identifier: Apache-2.0
#include "wire/cmsis_dap/answers.hpp"

#include <gtest/gtest.h>

namespace jig::wire::cmsis_dap {
namespace {

Bytes bytes(std::string_view hex) { return *from_hex(hex); }

TEST(CmsisDapAnswers, info_is_text_or_a_number_behind_its_length) {
    EXPECT_EQ(parse_info_text(bytes("0006322e312e3000")), "2.1.0");
    EXPECT_EQ(parse_info_text(bytes("0003322e31ffff")), "2.1");
    EXPECT_EQ(parse_info_text(bytes("0000")), "");
    EXPECT_EQ(parse_info_number(bytes("000104")), 4u);
    EXPECT_EQ(parse_info_number(bytes("00020002")), 512u);
    EXPECT_EQ(parse_info_number(bytes("0000")), 0u);
}

TEST(CmsisDapAnswers, transfers_say_how_they_went) {
    struct Row {
        const char* name;
        const char* packet;
        Ack ack;
        bool protocol_error;
        const char* data;
    };
    for (const Row& row : {
             Row{"a read and a write", "0502017714a01b", Ack::ok, false, "7714a01b"},
             Row{"padded, as HID reports are", "0502017714a01b000000", Ack::ok, false, "7714a01b"},
             Row{"WAIT", "050002", Ack::wait, false, ""},
             Row{"FAULT, though the count says that all was done", "050204", Ack::fault, false, ""},
             Row{"no acknowledgement", "050007", Ack::none, true, ""},
             Row{"wrong parity", "050109", Ack::ok, true, ""},
             Row{"no such acknowledgement", "050003", Ack::none, true, ""},
         }) {
        const Bytes packet = bytes(row.packet);
        const auto answer = parse_transfer(packet, 2, 1);
        ASSERT_TRUE(answer.has_value()) << row.name;
        EXPECT_EQ(answer->ack, row.ack) << row.name;
        EXPECT_EQ(answer->protocol_error, row.protocol_error) << row.name;
        EXPECT_EQ(to_hex(answer->data), row.data) << row.name;
    }
    const Bytes block = bytes("0602000111111111222222220000");
    const auto answer = parse_transfer_block(block, 2, 2);
    ASSERT_TRUE(answer.has_value());
    EXPECT_EQ(to_hex(answer->data), "1111111122222222");
    EXPECT_TRUE(parse_transfer_block(bytes("06020001"), 2, 0)->ok());
}

TEST(CmsisDapAnswers, what_is_no_answer_is_said) {
    struct Row {
        const char* name;
        Result<void> result;
        ErrorKind kind;
        const char* what;
    };
    const auto status = [](std::string_view packet) { return parse_status(Command::swj_clock, bytes(packet)); };
    const auto transfer = [](std::string_view packet) -> Result<void> {
        TRY(parse_transfer(bytes(packet), 2, 1));
        return {};
    };
    const auto number = [](std::string_view packet) -> Result<void> {
        TRY(parse_info_number(bytes(packet)));
        return {};
    };
    for (const Row& row : {
             Row{"an error", status("11ff"), ErrorKind::refused,
                 "the CMSIS-DAP probe refused command 0x11 with status 0xff"},
             Row{"unknown", status("ff"), ErrorKind::unsupported,
                 "the CMSIS-DAP probe does not know command 0x11; update its firmware"},
             Row{"another answer", status("0200"), ErrorKind::link,
                 "the CMSIS-DAP probe answered command 0x11 with 0x02; unplug it and plug it in again"},
             Row{"nothing", status(""), ErrorKind::link,
                 "the CMSIS-DAP probe's answer to command 0x11 ends after 0 bytes; unplug it and plug it in again"},
             Row{"cut", status("11"), ErrorKind::link,
                 "the CMSIS-DAP probe's answer to command 0x11 ends after 1 bytes; unplug it and plug it in again"},
             Row{"fewer accesses than asked", transfer("0501017714a01b"), ErrorKind::link,
                 "the CMSIS-DAP probe's answer to command 0x05 ends after 7 bytes; unplug it and plug it in again"},
             Row{"data cut", transfer("0502017714a0"), ErrorKind::link,
                 "the CMSIS-DAP probe's answer to command 0x05 ends after 6 bytes; unplug it and plug it in again"},
             Row{"a long number", number("00050102030405"), ErrorKind::link,
                 "the CMSIS-DAP probe answered a question for a number with 5 bytes; unplug it and plug it in again"},
             Row{"no SWD", parse_connect(bytes("0200")), ErrorKind::unsupported, "this CMSIS-DAP probe has no SWD"},
         }) {
        ASSERT_FALSE(row.result.has_value()) << row.name;
        EXPECT_EQ(row.result.error().kind, row.kind) << row.name;
        EXPECT_EQ(row.result.error().what, row.what) << row.name;
    }
}

}  // namespace
}  // namespace jig::wire::cmsis_dap
