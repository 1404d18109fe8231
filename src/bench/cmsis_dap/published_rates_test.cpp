// SPDX-License-Identifier: Apache-2.0
// Rates that follow from the model for the packets OpenOCD sends, beside what was measured on a real full-speed probe.
// docs/decisions/007-modelled-time.md says where the figures come from.
#include <gtest/gtest.h>

#include "bench/cmsis_dap/cmsis_dap_usb.hpp"
#include "bench/cmsis_dap/testing/dap_rig.hpp"
#include "bench/testing/published_rate.hpp"

namespace jig::bench {
namespace {

using testing::DapRig;

struct Row {
    const char* what;
    std::string packet;
    unsigned words;  // that one packet moves
    double published_kib_per_second;
};

std::string repeated(const char* text, unsigned count) {
    std::string all;
    for (unsigned i = 0; i < count; ++i) all += text;
    return all;
}

// One packet under way at a time, at 1000 kHz.
double rate_of(const Row& row) {
    constexpr unsigned packets = 100;
    DapRig rig;
    CmsisDapUsb usb(DapVersion::v2, "golden", rig.wire, rig.wire_clock, rig, -1);
    rig.connect_swd();
    Bytes in(64);
    const auto ask = [&](std::string_view packet) {
        EXPECT_TRUE(usb.write(DapIdentity::out_endpoint, DapRig::bytes(packet)));
        EXPECT_TRUE(usb.read(DapIdentity::in_endpoint, in, std::chrono::milliseconds(100)));
    };
    ask("0201");
    const machine::Picoseconds before = rig.bus.time;
    for (unsigned i = 0; i < packets; ++i) ask(row.packet);
    EXPECT_EQ(in[row.packet.starts_with("06") ? 3 : 2], 1) << row.what;
    return testing::kib_per_second(std::size_t{packets} * row.words * 4, rig.bus.time - before);
}

TEST(PublishedDapRates, a_transfer_takes_as_long_as_on_hardware) {
    const Row rows[] = {
        {"12 reads a packet (OpenOCD 0.12.0)", "05000c" + repeated("0f", 12), 12, 36},
        {"15 reads a packet", "05000f" + repeated("0f", 15), 15, 40},
        {"12 writes a packet (OpenOCD 0.12.0)", "05000c" + repeated("0d55555555", 12), 12, 40},
        {"blocks of 14 writes", "06000e000d" + repeated("55555555", 14), 14, 42},
    };
    for (const Row& row : rows) {
        testing::expect_published_rate(row.what, rate_of(row), row.published_kib_per_second);
    }
}

}  // namespace
}  // namespace jig::bench
