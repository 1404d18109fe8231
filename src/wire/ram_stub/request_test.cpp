// SPDX-License-Identifier: Apache-2.0
// Requests as docs/formats/ram-stub.md has them, and what answers say.
#include "wire/ram_stub/request.hpp"

#include <gtest/gtest.h>

namespace jig::wire::ram_stub {
namespace {

Answer answer(Status status, const std::string& content) { return {0, status, from_hex(content).value()}; }

TEST(RamStubRequest, is_its_command_and_its_numbers) {
    const std::pair<Bytes, const char*> rows[] = {
        {hello(), "01"},
        {set_rate(69), "0245000000"},
        {read(0x08000100, 768), "03000100080003"},
        {checksum({0x08000000, 1024}), "040000000800010000"},
        {erase_page(0x08001000), "0500100008"},
        {erase_all(), "06"},
        {write(0x08000000, 4, false, Bytes{1, 2, 3, 4}), "070000000804000001020304"},
        {write(0x08000000, 1024, true, Bytes{9}),
         "0700000008000401"
         "09"},
        {finish(), "08"},
        {poke(0x40006C04, 2, 0xBEEF), "0a046c004002efbe0000"},
        {write_options(Bytes(16, 0xFF)), "0bffffffffffffffffffffffffffffffff"},
        {reset(), "0c"},
        {start(0x08000000), "0d00000008"},
    };
    for (const auto& [bytes, hex] : rows) EXPECT_EQ(to_hex(bytes), hex);
}

TEST(RamStubAnswer, says_what_became_of_a_request) {
    EXPECT_TRUE(outcome_of(answer(Status::ok, "")));
    struct Row {
        Answer answer;
        ErrorKind kind;
        const char* what;
    };
    const Row rows[] = {
        {answer(Status::flash, "1400000000100008"), ErrorKind::protection,
         "at 0x08001000: FLASH_SR = WRPRTERR, 0x14: the page is write-protected"},
        {answer(Status::flash, "0400000002000008"), ErrorKind::refused,
         "at 0x08000002: FLASH_SR = PGERR, 0x04: it was not erased"},
        {answer(Status::bus, "0000000000000060"), ErrorKind::fault, "at 0x60000000: bus error: nothing is there"},
        {answer(Status::bad_block, ""), ErrorKind::refused, "the stub refused the request (status 5)"},
    };
    for (const Row& row : rows) {
        const Result<void> outcome = outcome_of(row.answer);
        ASSERT_FALSE(outcome);
        EXPECT_EQ(outcome.error().kind, row.kind);
        EXPECT_EQ(outcome.error().what, row.what);
    }
}

TEST(RamStubAnswer, of_wrong_form_is_shown) {
    const Result<Answer> short_one = parse_answer(Bytes{1});
    ASSERT_FALSE(short_one);
    EXPECT_EQ(short_one.error().what, "the stub answered '01', which is no answer");
    const Result<Greeting> greeting = parse_greeting(Bytes{1, 2});
    ASSERT_FALSE(greeting);
    EXPECT_EQ(greeting.error().what, "the stub greeted with '0102', which is no greeting");
    EXPECT_EQ(parse_greeting(from_hex("012b02000000200000").value())->brr, 555U);
}

}  // namespace
}  // namespace jig::wire::ram_stub
