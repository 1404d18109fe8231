// SPDX-License-Identifier: Apache-2.0
#include "base/stable_sort.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <utility>

namespace jig {
namespace {

TEST(StableSort, orders_by_the_key_and_keeps_equals_as_they_came) {
    std::vector<std::pair<int, char>> list = {{2, 'a'}, {1, 'b'}, {2, 'c'}, {0, 'd'}, {1, 'e'}};
    stable_sort_by(list, &std::pair<int, char>::first);
    EXPECT_THAT(list, ::testing::ElementsAre(std::pair(0, 'd'), std::pair(1, 'b'), std::pair(1, 'e'), std::pair(2, 'a'),
                                             std::pair(2, 'c')));
}

}  // namespace
}  // namespace jig
