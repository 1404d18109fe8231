// SPDX-License-Identifier: Apache-2.0
// Where things stand on a picture, row by row.
#include "inspect/report/scale.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace jig::inspect {
namespace {

using ::testing::ElementsAre;

TEST(Scale, is_linear_and_ends_at_the_edges) {
    const Scale scale(AddressRange{0x08000000, 0x40000});
    EXPECT_DOUBLE_EQ(scale.at(0x08000000), 0);
    EXPECT_DOUBLE_EQ(scale.at(0x08010000), 25);
    EXPECT_DOUBLE_EQ(scale.at(0x08040000), 100);
    EXPECT_DOUBLE_EQ(scale.at(0x08050000), 100);
    EXPECT_DOUBLE_EQ(scale.at(0x1000), 0);
    const Stretch twelve_bytes = scale.of({0x08007000, 12});
    EXPECT_DOUBLE_EQ(twelve_bytes.at, 100.0 * 0x7000 / 0x40000);
    EXPECT_DOUBLE_EQ(twelve_bytes.width, 100.0 * 12 / 0x40000);
}

TEST(Scale, of_nothing_draws_at_the_left) { EXPECT_DOUBLE_EQ(Scale(5, 5).at(7), 0); }

TEST(Percent, has_no_more_digits_than_it_needs) {
    EXPECT_EQ(percent(0), "0%");
    EXPECT_EQ(percent(12.5), "12.5%");
    EXPECT_EQ(percent(100), "100%");
    EXPECT_EQ(percent(100.0 / 3), "33.333%");
}

TEST(Steps, are_round) {
    struct Row {
        double length;
        unsigned most;
        double step;
    };
    for (const Row& row : {Row{2000, 5, 500}, Row{300, 5, 100}, Row{40, 5, 10}, Row{8000, 5, 2000}, Row{10, 5, 2}})
        EXPECT_DOUBLE_EQ(round_step(row.length, row.most), row.step) << row.length;
    EXPECT_EQ(round_bytes(256 * 1024, 4), 64U * 1024);
    EXPECT_EQ(round_bytes(384 * 1024, 4), 128U * 1024);
    EXPECT_EQ(round_bytes(0, 4), 1U);
}

TEST(Marks, get_a_row_of_their_own_only_when_they_are_too_near) {
    EXPECT_THAT(rows_of_marks({}, 7), ElementsAre());
    EXPECT_THAT(rows_of_marks({0, 10, 20}, 7), ElementsAre(0, 0, 0));
    EXPECT_THAT(rows_of_marks({0, 1, 2, 7, 8.5}, 7), ElementsAre(0, 1, 2, 0, 1));
    EXPECT_THAT(rows_of_marks({3, 3}, 7), ElementsAre(0, 1));
}

TEST(Window, holds_the_place_and_stays_in_the_flash) {
    const AddressRange flash{0x08000000, 0x40000};
    const AddressRange places[] = {{0x08000000, 1},      {0x08007000, 12},    {0x0803FFFF, 1},
                                   {0x0803F000, 0x1000}, {0x08000001, 0x333}, {0x08020000, 0x20000},
                                   {0x08000000, 0x40000}};
    for (const AddressRange& place : places) {
        const AddressRange window = window_around(place, flash);
        EXPECT_TRUE(window.contains(place)) << to_string(place) << " in " << to_string(window);
        EXPECT_TRUE(flash.contains(window)) << to_string(window);
        EXPECT_GE(window.length, std::min(flash.length, 2 * place.length));
        EXPECT_GE(window.length, 64U);
    }
    EXPECT_EQ(to_string(window_around({0x08007000, 12}, flash)), "0x08006fe0-0x0800701f");
}

}  // namespace
}  // namespace jig::inspect
