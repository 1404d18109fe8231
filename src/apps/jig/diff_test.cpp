// SPDX-License-Identifier: Apache-2.0
// What `jig diff` prints.
#include <gtest/gtest.h>

#include <sstream>

#include "apps/jig/diff_output.hpp"
#include "apps/jig/wrapped_text.hpp"

namespace jig::app {
namespace {

image::BoardArchive board(image::Uid uid, std::uint8_t mask) {
    image::BoardArchive archive;
    archive.part = "STM32F103RC";
    archive.identity.uid = uid;
    Bytes flash(0x8000, image::erased_byte);
    for (std::size_t i = 0; i < uid.size(); ++i) flash[0x7000 + i] = uid[i] ^ mask;
    EXPECT_TRUE(archive.flash.add(0x08000000, flash));
    return archive;
}

inspect::Comparison two_boards() {
    const image::BoardArchive one = board({1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}, 0x5A);
    const image::BoardArchive other = board({21, 32, 43, 54, 65, 76, 87, 98, 109, 110, 111, 112}, 0x5A);
    const std::vector<inspect::NamedArchive> named = {{"one.jig", &one}, {"other.jig", &other}};
    return inspect::compare_archives(named);
}

TEST(DiffText, a_field_is_printed_with_its_values_and_what_it_seems_to_be) {
    EXPECT_EQ(diff_text(two_boards()), R"(Compared
  one.jig    STM32F103RC  UID 0102030405060708090a0b0c  board 1  firmware 1  32 KB read, 1 KB used
  other.jig  STM32F103RC  UID 15202b36414c57626d6e6f70  board 2  firmware 1  32 KB read, 1 KB used

Differences: 12 of 32768 bytes, in 1 field
   1  0x08007000-0x0800700b      12  per unit                 a record derived from the chip's
                                                              unique ID

   1  0x08007000-0x0800700b  per unit
      one.jig    5b58595e5f5c5d5253505156
      other.jig  4f7a716c1b160d383734352a
      supported  a record derived from the chip's unique ID: on 2 boards 0x08007000-0x0800700b is
                 the UID xor a constant that is the same on every board; 6e-26 expected by chance
                 then: every board holds the same function of its own UID there, and runs only with
                       it
)");
}

TEST(DiffText, no_line_is_wider_than_a_terminal) {
    std::istringstream lines(diff_text(two_boards()));
    for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), text_columns) << line;
}

TEST(DiffJson, a_field_has_its_class_values_relation_and_explanations) {
    const Json json = diff_json(two_boards());
    EXPECT_EQ(json["result"], "pass");
    EXPECT_EQ(json["differing_bytes"], 12);
    const Json& field = json["fields"].at(0);
    EXPECT_EQ(field["range"], "0x08007000-0x0800700b");
    EXPECT_EQ(field["class"], "per unit");
    EXPECT_EQ(field["values"]["one.jig"], "5b58595e5f5c5d5253505156");
    EXPECT_EQ(field["deltas"].at(0)["dump"], "other.jig");
    EXPECT_EQ(field["uid"]["follows"], "copy");
    EXPECT_EQ(field["uid"]["function"], "the UID xor a constant that is the same on every board");
    EXPECT_EQ(field["explanations"].at(0)["standing"], "supported");
}

TEST(DiffText, boards_that_are_alike_say_so_in_one_line) {
    const image::BoardArchive one = board({1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}, 0x5A);
    const std::vector<inspect::NamedArchive> named = {{"a", &one}, {"b", &one}};
    EXPECT_TRUE(diff_text(inspect::compare_archives(named))
                    .contains("\nNo difference in the 32 KB of flash that can be compared\n"));
}

TEST(Wrapped, further_lines_begin_under_the_first_word) {
    const std::string word(40, 'x');
    EXPECT_EQ(wrapped("  - ", word + " " + word + " " + word), "  - " + word + " " + word + "\n    " + word + "\n");
    EXPECT_EQ(wrapped("lead ", ""), "lead \n");
}

}  // namespace
}  // namespace jig::app
