// SPDX-License-Identifier: Apache-2.0
// Requests as bits.
#include "bench/swd/swd_packet.hpp"

#include <gtest/gtest.h>

namespace jig::bench {
namespace {

TEST(SwdPacketTest, requests_have_the_bytes_that_every_probe_sends) {
    struct Row {
        const char* name;
        DapRequest request;
        std::uint8_t bits;
    };
    for (const Row& row :
         {Row{"read DPIDR", {false, true, 0x0}, 0xA5}, Row{"write ABORT", {false, false, 0x0}, 0x81},
          Row{"read CTRL/STAT", {false, true, 0x4}, 0x8D}, Row{"write CTRL/STAT", {false, false, 0x4}, 0xA9},
          Row{"write SELECT", {false, false, 0x8}, 0xB1}, Row{"read RDBUFF", {false, true, 0xC}, 0xBD},
          Row{"write CSW", {true, false, 0x0}, 0xA3}, Row{"write TAR", {true, false, 0x4}, 0x8B},
          Row{"read DRW", {true, true, 0xC}, 0x9F}, Row{"write DRW", {true, false, 0xC}, 0xBB}}) {
        EXPECT_EQ(swd::encode(row.request), row.bits) << row.name;
        EXPECT_EQ(swd::decode(row.bits), row.request) << row.name;
    }
}

TEST(SwdPacketTest, only_sixteen_of_all_bytes_are_requests) {
    int requests = 0;
    for (unsigned bits = 0; bits < 256; ++bits) requests += swd::decode(static_cast<std::uint8_t>(bits)) ? 1 : 0;
    EXPECT_EQ(requests, 16);
}

TEST(SwdPacketTest, any_one_flipped_bit_makes_a_request_invalid) {
    for (unsigned flipped = 0; flipped < 8; ++flipped) {
        EXPECT_FALSE(swd::decode(static_cast<std::uint8_t>(0xA5u ^ 1u << flipped))) << flipped;
    }
}

}  // namespace
}  // namespace jig::bench
