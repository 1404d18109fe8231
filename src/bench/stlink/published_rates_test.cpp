// SPDX-License-Identifier: Apache-2.0
// Rates that follow from the model for the commands OpenOCD sends, beside what was measured on real probes.
// docs/decisions/007-modelled-time.md says where the figures come from.
#include <gtest/gtest.h>

#include "bench/stlink/stlink_usb.hpp"
#include "bench/stlink/testing/stlink_rig.hpp"
#include "bench/testing/published_rate.hpp"

namespace jig::bench {
namespace {

using testing::StlinkRig;

struct Dump {
    const char* what;
    std::uint32_t total_bytes;
    std::uint32_t packet_bytes;  // of one READMEM_32
    double published_kib_per_second;
};

void transfer(StlinkUsb& usb, std::string_view command, std::size_t answer) {
    Bytes block = StlinkRig::bytes(command);
    block.resize(CommandBlock::size_bytes);
    ASSERT_TRUE(usb.write(0x02, block));
    Bytes in(answer);
    if (answer != 0) {
        ASSERT_TRUE(usb.read(0x81, in, Duration{0}));
    }
}

// What OpenOCD does for dump_image: READMEM_32, then the status, packet after packet.
double dump_rate(const Dump& dump) {
    StlinkRig rig("V2J37");
    StlinkUsb usb(StlinkVersion::parse("V2J37").value(), "golden", rig.wire, rig.wire_clock, rig, -1);
    transfer(usb, "f307", 0);
    transfer(usb, "f243 0300", 2);  // 950 hz: what `adapter speed 1000` becomes
    transfer(usb, "f230a3", 2);
    const auto before = rig.bus.time;
    for (std::uint32_t done = 0; done < dump.total_bytes; done += dump.packet_bytes) {
        std::array<std::uint8_t, 6> place{};
        store_le32(place, 0x08000000 + done);
        store_le16(MutableByteView(place).subspan(4), static_cast<std::uint16_t>(dump.packet_bytes));
        transfer(usb, "f207" + to_hex(place), dump.packet_bytes);
        transfer(usb, "f23e", 12);
    }
    return testing::kib_per_second(dump.total_bytes, rig.bus.time - before);
}

TEST(PublishedRates, a_dump_takes_as_long_as_on_hardware) {
    const Dump rows[] = {
        {"F103RC, 256 KB, ST-Link V2, 4 KB packets", 262144, 4096, 61.155},
        {"F103C8, 64 KB, ST-Link V2, 1 KB packets", 65536, 1024, 50.0},
    };
    for (const Dump& row : rows) {
        testing::expect_published_rate(row.what, dump_rate(row), row.published_kib_per_second);
    }
}

}  // namespace
}  // namespace jig::bench
