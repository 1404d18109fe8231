// SPDX-License-Identifier: Apache-2.0
// Frames out and in again, whole and damaged.
#include "wire/ram_stub/frame.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace jig::wire::ram_stub {
namespace {

TEST(RamStubFrame, has_no_zero_but_the_last_byte) {
    EXPECT_EQ(crc32(Bytes{'1', '2', '3', '4', '5', '6', '7', '8', '9'}), 0xCBF43926U);
    EXPECT_EQ(to_hex(frame(Bytes{0x05, 0x01})), "0705012cd6a94b00");
    EXPECT_EQ(to_hex(frame(Bytes{0x00, 0x00})), "010105ff12d94100");
}

TEST(RamStubFrame, of_any_length_is_found_again) {
    for (std::size_t size = 0; size < 600; ++size) {
        for (const std::uint8_t fill : Bytes{0x00, 0x01, 0xA5}) {
            const Bytes coded = frame(Bytes(size, fill));
            ASSERT_EQ(std::ranges::count(coded, 0), 1) << size;
            Deframer deframer;
            deframer.feed(coded);
            EXPECT_EQ(deframer.next(), Bytes(size, fill)) << size;
        }
    }
}

TEST(RamStubFrame, that_is_damaged_is_left_out_and_the_next_one_found) {
    const Bytes good = frame(Bytes{1, 2, 3, 0, 5});
    for (std::size_t at = 0; at < good.size(); ++at) {
        for (unsigned bit = 0; bit < 8; ++bit) {
            Bytes bad = good;
            bad[at] = static_cast<std::uint8_t>(bad[at] ^ 1U << bit);
            Deframer deframer;
            deframer.feed(bad);
            deframer.feed(good);
            deframer.feed(good);
            std::optional<Bytes> last;
            std::size_t found = 0;
            for (auto content = deframer.next(); content; content = deframer.next(), ++found) last = content;
            EXPECT_EQ(last, (Bytes{1, 2, 3, 0, 5}));
            EXPECT_LE(found, 2U) << "byte " << at << ", bit " << bit;
            EXPECT_GE(deframer.damaged(), 1U);
        }
    }
}

TEST(RamStubFrame, may_come_byte_by_byte) {
    Deframer deframer;
    for (const std::uint8_t byte : frame(Bytes{7, 0, 9})) {
        EXPECT_EQ(deframer.next(), std::nullopt);
        deframer.feed(ByteView(&byte, 1));
    }
    EXPECT_EQ(deframer.next(), (Bytes{7, 0, 9}));
}

}  // namespace
}  // namespace jig::wire::ram_stub
