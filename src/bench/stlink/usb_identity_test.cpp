// SPDX-License-Identifier: Apache-2.0
#include "bench/stlink/usb_identity.hpp"

#include <gtest/gtest.h>

namespace jig::bench {
namespace {

StlinkIdentity identity(std::string_view firmware, const std::string& name) {
    return {StlinkVersion::parse(firmware).value(), name};
}

TEST(StlinkIdentity, the_serial_is_the_boards_name_in_hex) {
    EXPECT_EQ(identity("V2J37", "golden").serial(), "676F6C64656E000000000000");
    const std::string first = identity("V2J37", "a-name-too-long-1").serial();
    const std::string second = identity("V2J37", "a-name-too-long-2").serial();
    EXPECT_EQ(first.size(), 24u);
    EXPECT_EQ(first.substr(0, 16), second.substr(0, 16));
    EXPECT_NE(first, second);
}

TEST(StlinkIdentity, the_serial_descriptor_has_24_digits_and_is_broken_in_old_firmware) {
    const Bytes proper = identity("V2J37", "golden").string_descriptor(3);
    ASSERT_EQ(proper.size(), 50u);
    EXPECT_EQ(proper[0], 50);
    EXPECT_EQ(proper[2], '6');
    const Bytes broken = identity("V2J17", "golden").string_descriptor(3);
    ASSERT_EQ(broken.size(), 26u);
    EXPECT_EQ(broken[2], 'g');
}

TEST(StlinkIdentity, product_and_endpoints_follow_the_generation) {
    const StlinkIdentity v2 = identity("V2J37", "golden");
    EXPECT_EQ(load_le16(ByteView(v2.device_descriptor()).subspan(10)), 0x3748);
    EXPECT_EQ(v2.endpoints().out, 0x02);
    EXPECT_EQ(v2.endpoints().trace, 0x83);
    const StlinkIdentity v3 = identity("V3J9", "golden");
    EXPECT_EQ(load_le16(ByteView(v3.device_descriptor()).subspan(10)), 0x374F);
    EXPECT_EQ(v3.endpoints().out, 0x01);
    EXPECT_TRUE(v3.string_descriptor(9).empty());
}

}  // namespace
}  // namespace jig::bench
