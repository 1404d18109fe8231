// SPDX-License-Identifier: Apache-2.0
// Any bytes as USB transfers to an ST-Link on a recording chip: the first byte chooses the firmware, then each transfer
// is a length byte with its bytes, and after it the host reads.
#include <cstddef>
#include <cstdint>

#include "bench/stlink/testing/stlink_rig.hpp"

namespace {

constexpr const char* firmware_bytes[] = {"V2J17", "V2J24", "V2J37", "V3J9"};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    jig::ByteView input(data + 1, size - 1);
    const auto version = jig::bench::StlinkVersion::parse(firmware_bytes[data[0] % 4]).value();
    jig::bench::testing::StlinkRig rig(firmware_bytes[data[0] % 4]);
    rig.bus.latency = std::chrono::microseconds(data[0]);
    rig.bus.faulting = {0x08000000, 0x20000010};
    jig::bench::StlinkUsb usb(version, "golden", rig.wire, rig.wire_clock, rig, -1);
    const jig::bench::StlinkEndpoints endpoints = usb.identity().endpoints();
    // Debug mode is where the commands are; the input may leave it.
    for (const char* command : {"f307", "f230a3"}) (void)usb.write(endpoints.out, rig.bytes(command));
    jig::Bytes in(8192);
    while (!input.empty()) {
        const std::size_t length = std::min<std::size_t>(input[0], input.size() - 1);
        (void)usb.write(endpoints.out, input.subspan(1, length));
        (void)usb.read(endpoints.in, in, jig::Duration{0});
        input = input.subspan(1 + length);
    }
    return 0;
}
