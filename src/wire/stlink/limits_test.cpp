// SPDX-License-Identifier: Apache-2.0
#include "wire/stlink/limits.hpp"

#include <gtest/gtest.h>

#include "wire/stlink/speed.hpp"

namespace jig::wire::stlink {
namespace {

Version version(unsigned hardware, unsigned debug) {
    Version result;
    result.hardware = hardware;
    result.debug = debug;
    return result;
}

TEST(StlinkLimits, a_transfer_ends_at_the_buffer_the_tar_block_or_the_end) {
    struct Row {
        Version version;
        Width width;
        std::uint32_t tar_block;
        std::uint32_t address;
        std::size_t left;
        std::uint32_t bytes;
    };
    for (const Row& row : {
             Row{version(2, 37), Width::word, tar_block_any, 0x08000000, 4096, 1024},
             Row{version(2, 37), Width::word, tar_block_any, 0x080003FC, 4096, 4},
             Row{version(2, 37), Width::word, tar_block_cortex_m3, 0x08000000, 262144, 4096},
             Row{version(2, 37), Width::word, tar_block_cortex_m3, 0x08000FF0, 262144, 16},
             Row{version(2, 37), Width::half, tar_block_cortex_m3, 0x08000000, 12, 12},
             Row{version(2, 37), Width::word, 65536, 0x08000000, 65536, 6144},
             Row{version(2, 37), Width::byte, tar_block_cortex_m3, 0x20000000, 600, 64},
             Row{version(3, 5), Width::byte, tar_block_cortex_m3, 0x20000000, 600, 64},
             Row{version(3, 6), Width::byte, tar_block_cortex_m3, 0x20000000, 600, 512},
         }) {
        EXPECT_EQ(transfer_bytes(row.version, row.width, row.tar_block, row.address, row.left), row.bytes);
    }
}

TEST(StlinkSpeed, a_v2_clock_is_never_above_what_was_asked) {
    struct Row {
        std::uint32_t asked;
        std::uint32_t khz;
        std::uint16_t divisor;
    };
    for (const Row& row : {Row{24000, 4000, 0}, Row{4000, 4000, 0}, Row{3999, 1800, 1}, Row{1000, 950, 3},
                           Row{479, 240, 15}, Row{5, 5, 798}, Row{1, 5, 798}}) {
        EXPECT_EQ(nearest_divisor(row.asked).khz, row.khz);
        EXPECT_EQ(nearest_divisor(row.asked).divisor, row.divisor);
    }
}

TEST(StlinkSpeed, a_v3_clock_is_chosen_from_a_list_in_any_order) {
    const std::uint32_t list[] = {1000, 24000, 8000, 0, 200};
    EXPECT_EQ(nearest_frequency(list, 4000), 1000u);
    EXPECT_EQ(nearest_frequency(list, 99999), 24000u);
    EXPECT_EQ(nearest_frequency(list, 5), 200u);
    EXPECT_EQ(nearest_frequency({}, 4000), std::nullopt);
}

}  // namespace
}  // namespace jig::wire::stlink
