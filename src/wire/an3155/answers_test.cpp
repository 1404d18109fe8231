// SPDX-License-Identifier: Apache-2.0
// Answers as AN3155 prints them, and what is none.
#include "wire/an3155/answers.hpp"

#include <gtest/gtest.h>

namespace jig::wire::an3155 {
namespace {

Bytes hex(const std::string& text) { return from_hex(text).value(); }

TEST(An3155Answers, get_tells_version_and_commands) {
    const Abilities abilities = parse_get(hex("0b220001021121314363738292"
                                              "79"))
                                    .value();
    EXPECT_EQ(version_text(abilities.version), "2.2");
    EXPECT_EQ(abilities.commands.size(), 11U);
    EXPECT_TRUE(abilities.has(Command::erase));
    EXPECT_FALSE(abilities.has(Command::extended_erase));
}

TEST(An3155Answers, get_id_tells_the_product) { EXPECT_EQ(parse_get_id(hex("01041479")).value(), 0x414); }

TEST(An3155Answers, of_wrong_form_are_shown) {
    for (const std::string& text : std::vector<std::string>{"", "79", "0b2279", "0022007a",
                                                            "01041479"
                                                            "00"}) {
        const Result<Abilities> got = parse_get(hex(text));
        ASSERT_FALSE(got) << text;
        EXPECT_EQ(got.error().kind, ErrorKind::link);
        EXPECT_EQ(got.error().what, "Get was answered with '" + text + "', which is no answer to it");
    }
    EXPECT_EQ(parse_get_id(hex("0004"
                               "79"))
                  .error()
                  .what,
              "Get ID was answered with '000479', which is no answer to it");
}

}  // namespace
}  // namespace jig::wire::an3155
