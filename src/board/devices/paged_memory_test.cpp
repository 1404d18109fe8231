// SPDX-License-Identifier: Apache-2.0
#include "board/devices/paged_memory.hpp"

#include <gtest/gtest.h>

#include <array>

namespace jig::board {
namespace {

TEST(PagedMemory, holds_its_contents_and_is_erased_behind_them) {
    const std::array<std::uint8_t, 2> contents = {1, 2};
    const PagedMemory memory(10000, contents);
    EXPECT_EQ(memory.size(), 10000u);
    EXPECT_EQ(memory.read(0), 1);
    EXPECT_EQ(memory.read(1), 2);
    EXPECT_EQ(memory.read(9999), 0xFF);
}

TEST(PagedMemory, a_copy_goes_its_own_way) {
    PagedMemory memory(8192, {});
    memory.write(5000, 1);
    PagedMemory copy = memory;
    copy.write(5000, 2);
    copy.write(0, 3);
    EXPECT_EQ(memory.read(5000), 1);
    EXPECT_EQ(memory.read(0), 0xFF);
    EXPECT_EQ(copy.read(5000), 2);
    memory.erase(0, 8192);
    EXPECT_EQ(copy.read(5000), 2);
    EXPECT_EQ(memory.read(5000), 0xFF);
}

TEST(PagedMemory, erases_exactly_the_range) {
    PagedMemory memory(3 * PagedMemory::page_bytes, {});
    for (std::size_t i = 0; i < memory.size(); ++i) memory.write(i, 0);
    memory.erase(4000, 4200);
    for (std::size_t i = 0; i < memory.size(); ++i) ASSERT_EQ(memory.read(i), i >= 4000 && i < 8200 ? 0xFF : 0) << i;
}

}  // namespace
}  // namespace jig::board
