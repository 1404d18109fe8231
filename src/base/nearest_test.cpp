// SPDX-License-Identifier: Apache-2.0
#include "base/nearest.hpp"

#include <gtest/gtest.h>

#include <array>

namespace jig {
namespace {

constexpr std::array<std::string_view, 4> known = {"name", "part", "flash", "flash_times"};

TEST(Nearest, a_slip_of_the_finger_finds_the_word_that_was_meant) {
    struct Row {
        std::string_view word;
        std::string_view meant;
    };
    for (const Row& row : {Row{"nmae", "name"}, Row{"fash", "flash"}, Row{"flash_time", "flash_times"},
                           Row{"Part", "part"}, Row{"part", "part"}}) {
        EXPECT_EQ(nearest_word(row.word, known), row.meant) << row.word;
    }
}

TEST(Nearest, what_is_like_nothing_known_finds_nothing) {
    EXPECT_EQ(nearest_word("colour", known), std::nullopt);
    EXPECT_EQ(nearest_word("", known), std::nullopt);
    EXPECT_EQ(nearest_word(std::string(100'000, 'p'), known), std::nullopt);
}

TEST(Nearest, a_suggestion_names_the_near_word_or_all_words) {
    EXPECT_EQ(suggestion("prt", known), "; did you mean 'part'?");
    EXPECT_EQ(suggestion("colour", known), "; known are: name, part, flash, flash_times");
}

}  // namespace
}  // namespace jig
