// SPDX-License-Identifier: Apache-2.0
#include "bench/stlink/stlink_usb.hpp"

#include <gtest/gtest.h>

#include "bench/stlink/testing/stlink_rig.hpp"

namespace jig::bench {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;
using testing::StlinkRig;

constexpr std::uint8_t out_endpoint = 0x02;
constexpr std::uint8_t in_endpoint = 0x81;

// The firmware of the rig is not used: the USB probe brings its own, on the same wires and pins.
class UsbRig {
 public:
    explicit UsbRig(std::int64_t unplug_at = -1)
        : usb(StlinkVersion::parse("V2J37").value(), "golden", rig.wire, rig.wire_clock, rig, unplug_at) {}

    Result<void> send(std::string_view text) { return usb.write(out_endpoint, StlinkRig::bytes(text)); }
    Result<std::string> receive(std::size_t length) {
        Bytes out(length);
        TRY_ASSIGN(const std::size_t count, usb.read(in_endpoint, out, milliseconds(100)));
        return to_hex(ByteView(out).first(count));
    }
    machine::Picoseconds spent() {
        const auto before = last_;
        last_ = rig.bus.time;
        return last_ - before;
    }

    StlinkRig rig{"V2J37"};
    StlinkUsb usb;

 private:
    machine::Picoseconds last_{0};
};

constexpr const char* version_command = "f1000000000000000000000000000000";

TEST(StlinkUsb, each_transfer_costs_a_frame_and_its_packets_share_of_frames) {
    UsbRig rig;
    rig.spent();
    ASSERT_TRUE(rig.send(version_command));
    const machine::Picoseconds packet = machine::Picoseconds(milliseconds(1)) / 19;
    EXPECT_EQ(rig.spent(), machine::Picoseconds(milliseconds(1)) + packet);
    EXPECT_EQ(rig.receive(6).value(), "294783044837");
    EXPECT_EQ(rig.spent(), machine::Picoseconds(milliseconds(1)) + packet);
    EXPECT_EQ(transfer_time(full_speed, 4096), machine::Picoseconds(milliseconds(1)) * (19 + 64) / 19);
    EXPECT_EQ(transfer_time(high_speed, 6144), machine::Picoseconds(microseconds(125)) * (13 + 12) / 13);
}

TEST(StlinkUsb, data_may_come_in_pieces_and_the_command_waits_for_all_of_it) {
    UsbRig rig;
    for (const char* command : {"f307", "f230a3"}) ASSERT_TRUE(rig.send(command));
    rig.rig.bus.log.clear();
    ASSERT_TRUE(rig.send("f208 00000020 0800"));
    ASSERT_TRUE(rig.send("11111111"));
    EXPECT_TRUE(rig.rig.bus.log.empty());
    ASSERT_TRUE(rig.send("22222222"));
    EXPECT_EQ(rig.rig.bus.word(0x20000004), 0x22222222u);
    ASSERT_TRUE(rig.send("f23e"));
    EXPECT_EQ(rig.receive(12).value(), "800000000000000000000000");
}

TEST(StlinkUsb, an_endpoint_with_nothing_to_say_times_out_and_the_time_passes) {
    UsbRig rig;
    rig.spent();
    const auto nothing = rig.receive(6);
    ASSERT_FALSE(nothing);
    EXPECT_EQ(nothing.error().kind, ErrorKind::timeout);
    EXPECT_EQ(nothing.error().what, "the ST-Link sent nothing on endpoint 0x81 within 100 ms");
    EXPECT_EQ(rig.spent(), machine::Picoseconds(milliseconds(100)));
    EXPECT_EQ(rig.usb.write(0x05, {}).error().what, "the ST-Link has no endpoint 0x05 to write to");
}

TEST(StlinkUsb, pulled_at_a_byte_it_is_gone_until_opened_again_and_then_starts_anew) {
    UsbRig rig(16 + 3);
    ASSERT_TRUE(rig.send(version_command));
    for (int i = 0; i < 2; ++i) {
        const auto gone = rig.receive(6);
        ASSERT_FALSE(gone);
        EXPECT_EQ(gone.error().kind, ErrorKind::link);
        EXPECT_EQ(gone.error().what, "the ST-Link has left the USB bus; plug it in and begin again");
    }
    EXPECT_FALSE(rig.send(version_command));
    rig.usb.open();
    ASSERT_TRUE(rig.send("f5000000000000000000000000000000"));
    EXPECT_EQ(rig.receive(2).value(), "0000");  // DFU mode, as when first plugged in
}

TEST(StlinkUsb, pulled_before_the_first_byte_it_takes_none_and_is_pulled_once) {
    UsbRig rig(0);
    EXPECT_FALSE(rig.send("f3070000000000000000000000000000"));
    rig.usb.open();
    ASSERT_TRUE(rig.send("f5000000000000000000000000000000"));
    EXPECT_EQ(rig.receive(2).value(), "0000");
}

TEST(StlinkUsb, pulled_out_it_lets_the_reset_line_go) {
    UsbRig rig(16 * 2 + 8);
    ASSERT_TRUE(rig.send("f3070000000000000000000000000000"));
    ASSERT_TRUE(rig.send("f23c0000000000000000000000000000"));
    EXPECT_TRUE(rig.rig.nrst.ends_with("L"));
    EXPECT_FALSE(rig.send(version_command));
    EXPECT_TRUE(rig.rig.nrst.ends_with("H"));
}

TEST(StlinkUsb, what_was_on_its_way_when_pulled_is_not_carried_out) {
    // Payload bytes: two commands of 16, the command of 16, then the plug comes out within its data.
    UsbRig rig(16 * 3 + 4);
    ASSERT_TRUE(rig.send("f3070000000000000000000000000000"));
    ASSERT_TRUE(rig.send("f230a300000000000000000000000000"));
    ASSERT_TRUE(rig.send("f2080000002008000000000000000000"));
    EXPECT_FALSE(rig.send("1111111122222222"));
    EXPECT_EQ(rig.rig.bus.word(0x20000000), 0u);
}

}  // namespace
}  // namespace jig::bench
