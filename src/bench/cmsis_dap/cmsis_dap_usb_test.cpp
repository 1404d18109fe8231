// SPDX-License-Identifier: Apache-2.0
#include "bench/cmsis_dap/cmsis_dap_usb.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "bench/cmsis_dap/testing/dap_rig.hpp"
#include "bench/testing/small_bench.hpp"

namespace jig::bench {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;
using testing::DapRig;
using testing::SmallBench;

// The firmware of the rig is not used: the USB probe brings its own, on the same wires and pins. Nothing goes on while
// time passes but what the transfers themselves drive.
class UsbRig {
 public:
    explicit UsbRig(DapVersion version = DapVersion::v2, std::int64_t unplug_at = -1)
        : usb(version, "golden", rig.wire, rig.wire_clock, rig, unplug_at) {}

    Result<void> send(std::string_view text) { return usb.write(DapIdentity::out_endpoint, DapRig::bytes(text)); }
    Result<std::string> receive(std::size_t length = 64) {
        Bytes out(length);
        TRY_ASSIGN(const std::size_t count, usb.read(DapIdentity::in_endpoint, out, milliseconds(100)));
        return to_hex(ByteView(out).first(count));
    }
    machine::Picoseconds spent() {
        const auto before = last_;
        last_ = rig.bus.time;
        return last_ - before;
    }

    DapRig rig;
    CmsisDapUsb usb;

 private:
    machine::Picoseconds last_{0};
};

TEST(CmsisDapUsb, a_bulk_packet_starts_with_a_microframe_and_is_split_over_two_more) {
    UsbRig rig;
    rig.spent();
    ASSERT_TRUE(rig.send("00fe"));
    EXPECT_EQ(rig.spent(), machine::Picoseconds(microseconds(375)));
    EXPECT_EQ(rig.receive().value(), "000108");
    EXPECT_EQ(rig.spent(), machine::Picoseconds(microseconds(375)));
    // An answer that takes longer than the host needs to ask is fetched by the next split transaction.
    ASSERT_TRUE(rig.send("09e803"));
    rig.spent();
    EXPECT_EQ(rig.receive().value(), "0900");
    EXPECT_EQ(rig.spent(), machine::Picoseconds(microseconds(1250)));
}

TEST(CmsisDapUsb, a_hid_report_goes_with_a_frame_and_is_always_whole) {
    UsbRig rig(DapVersion::v1);
    ASSERT_TRUE(rig.send("00fe"));
    EXPECT_EQ(rig.spent(), machine::Picoseconds(milliseconds(1)) + full_speed_packet);
    EXPECT_EQ(rig.receive().value(), "000108" + std::string(2 * 61, '0'));
    EXPECT_EQ(rig.spent(), machine::Picoseconds(milliseconds(1)));
}

TEST(CmsisDapUsb, each_packet_of_a_long_transfer_is_a_command) {
    UsbRig rig;
    ASSERT_TRUE(rig.send("00fe" + std::string(2 * 62, '0') + "03"));
    EXPECT_EQ(rig.receive().value(), "000108");
    EXPECT_EQ(rig.receive().value(), "0300");
}

TEST(CmsisDapUsb, an_endpoint_with_nothing_to_say_times_out_and_the_time_passes) {
    UsbRig rig;
    rig.spent();
    const auto nothing = rig.receive();
    ASSERT_FALSE(nothing);
    EXPECT_EQ(nothing.error().kind, ErrorKind::timeout);
    EXPECT_EQ(nothing.error().what, "the CMSIS-DAP probe sent nothing on endpoint 0x85 within 100 ms");
    EXPECT_EQ(rig.spent(), machine::Picoseconds(milliseconds(100)));
    EXPECT_EQ(rig.usb.write(0x02, {}).error().what, "the CMSIS-DAP probe has no endpoint 0x02 to write to");
}

TEST(CmsisDapUsb, an_answer_that_comes_too_late_is_there_for_the_next_read) {
    UsbRig rig;
    ASSERT_TRUE(rig.send("7f04 09ffff 09ffff 09ffff 09ffff"));
    EXPECT_TRUE(rig.usb.answering());
    EXPECT_EQ(rig.receive().error().kind, ErrorKind::timeout);
    EXPECT_EQ(rig.receive().error().kind, ErrorKind::timeout);
    EXPECT_EQ(rig.receive().value(), "7f040900090009000900");
    EXPECT_FALSE(rig.usb.answering());
}

TEST(CmsisDapUsb, full_buffers_take_nothing_more) {
    UsbRig rig;
    for (std::size_t i = 0; i < 2 * DapFirmware::packet_count; ++i) ASSERT_TRUE(rig.send("03"));
    const auto full = rig.send("03");
    ASSERT_FALSE(full);
    EXPECT_EQ(full.error().kind, ErrorKind::timeout);
    EXPECT_EQ(full.error().what,
              "the CMSIS-DAP probe takes no command while all its 8 buffers are full; read its answers first");
    ASSERT_TRUE(rig.receive());
    EXPECT_TRUE(rig.send("03"));
}

TEST(CmsisDapUsb, pulled_at_a_byte_it_is_gone_until_opened_again_and_then_starts_anew) {
    UsbRig rig(DapVersion::v2, 6 + 1);
    ASSERT_TRUE(rig.send("10 00 80 000000"));
    for (int i = 0; i < 2; ++i) {
        const auto gone = rig.receive();
        ASSERT_FALSE(gone);
        EXPECT_EQ(gone.error().kind, ErrorKind::link);
        EXPECT_EQ(gone.error().what, "the CMSIS-DAP probe has left the USB bus; plug it in and begin again");
    }
    EXPECT_TRUE(rig.rig.nrst.ends_with("LH"));
    EXPECT_FALSE(rig.send("03"));
    rig.usb.open();
    EXPECT_EQ(rig.receive().error().kind, ErrorKind::timeout);
    ASSERT_TRUE(rig.send("03"));
    EXPECT_EQ(rig.receive().value(), "0300");
}

TEST(CmsisDapUsb, what_was_on_its_way_when_pulled_is_not_carried_out) {
    UsbRig rig(DapVersion::v2, 5);
    EXPECT_FALSE(rig.send("10 00 80 00000000"));
    EXPECT_EQ(rig.rig.nrst.find('L'), std::string::npos);
}

// What a host spends on one dump of `blocks` packets of 14 words, with so many packets in hand.
Duration time_of_blocks(const std::string& probe, std::size_t in_hand, unsigned blocks) {
    const SmallBench bench("[[board]]\nname = \"golden\"\npart = \"STM32F103RC\"\nprobe = \"" + probe + "\"\n");
    LiveBoard& live = bench.served[0]->live();
    UsbProbe& usb = *live.usb_probe();
    Bytes answer(64);
    const auto send = [&](std::string_view text) {
        EXPECT_TRUE(usb.write(DapIdentity::out_endpoint, DapRig::bytes(text)));
    };
    const auto receive = [&] { EXPECT_TRUE(usb.read(DapIdentity::in_endpoint, answer, milliseconds(100))); };
    for (const char* packet : {"0201", "1288ffffffffffffff9ee7ffffffffffffff00", "05000102",
                               "05000404 00000050 08 00000000 01 12000023 05 00000020"}) {
        send(packet);
        receive();
    }
    const Duration before = live.clock().now();
    std::size_t under_way = 0;
    for (unsigned block = 0; block < blocks; ++block) {
        send("06000e000f");
        if (++under_way < in_hand) continue;
        receive();
        EXPECT_EQ(to_hex(ByteView(answer).first(4)), "060e0001");
        --under_way;
    }
    for (; under_way != 0; --under_way) receive();
    return live.clock().now() - before;
}

TEST(CmsisDapUsb, packets_in_hand_let_the_wire_work_while_the_host_transfers) {
    constexpr unsigned blocks = 100;
    const auto per_block = [](std::size_t in_hand, const std::string& probe = "cmsis-dap-v2") {
        return std::chrono::duration<double, std::micro>(time_of_blocks(probe, in_hand, blocks)).count() / blocks;
    };
    // 15 packets of 46 clocks at 976.6 kHz; a transfer out; a split transaction in.
    constexpr double wire = 15 * 46 / 0.9765625;
    EXPECT_NEAR(per_block(1), 375 + wire + 250, 1);
    // Out and in, each with its microframe, go on during the wire's work, and take a little longer than it.
    EXPECT_NEAR(per_block(2), 750, 10);
    EXPECT_NEAR(per_block(4), 750, 10);
    // A report out and the one in before it share a frame.
    EXPECT_NEAR(per_block(1, "cmsis-dap-v1"), 2000, 20);
    EXPECT_NEAR(per_block(2, "cmsis-dap-v1"), 1000, 20);
}

TEST(CmsisDapUsb, an_answer_that_is_ready_while_another_is_fetched_comes_next_at_its_own_time) {
    const SmallBench bench("[[board]]\nname = \"golden\"\npart = \"STM32F103RC\"\nprobe = \"cmsis-dap-v2\"\n");
    LiveBoard& live = bench.served[0]->live();
    UsbProbe& usb = *live.usb_probe();
    Bytes answer(64);
    for (int i = 0; i < 3; ++i) ASSERT_TRUE(usb.write(DapIdentity::out_endpoint, DapRig::bytes("09e803")));
    // Delays of 1000 us that begin when the first arrives, at 375 us; a split transaction fetches each.
    for (const int ready_us : {1375, 2375, 3375}) {
        ASSERT_TRUE(usb.read(DapIdentity::in_endpoint, answer, milliseconds(100)));
        EXPECT_NEAR(std::chrono::duration<double>(live.clock().now()).count() * 1e6, ready_us + 250, 100);
    }
}

TEST(CmsisDapUsb, a_drivers_sleep_is_time_to_work) {
    const SmallBench bench("[[board]]\nname = \"golden\"\npart = \"STM32F103RC\"\nprobe = \"cmsis-dap-v2\"\n");
    LiveBoard& live = bench.served[0]->live();
    UsbProbe& usb = *live.usb_probe();
    ASSERT_TRUE(usb.write(DapIdentity::out_endpoint, DapRig::bytes("09e803")));
    live.clock().sleep(milliseconds(5));
    const Duration before = live.clock().now();
    Bytes answer(64);
    ASSERT_TRUE(usb.read(DapIdentity::in_endpoint, answer, milliseconds(100)));
    EXPECT_EQ(live.clock().now() - before, Duration(microseconds(375)));
}

}  // namespace
}  // namespace jig::bench
