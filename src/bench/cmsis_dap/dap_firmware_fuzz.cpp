// SPDX-License-Identifier: Apache-2.0
// Any bytes as USB packets to a CMSIS-DAP probe on a recording chip: the first byte chooses the port and the chip's
// latency, then each packet is a length byte with its bytes, after which the host may read.
#include <cstddef>
#include <cstdint>

#include "bench/cmsis_dap/cmsis_dap_usb.hpp"
#include "bench/cmsis_dap/testing/dap_rig.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace jig::bench;
    if (size == 0) return 0;
    testing::DapRig rig;
    rig.bus.latency = std::chrono::microseconds(data[0]);
    rig.bus.faulting = {0x08000000, 0x20000010};
    (data[0] & 1) != 0 ? rig.connect_jtag() : rig.connect_swd();
    const DapVersion version = (data[0] & 2) != 0 ? DapVersion::v1 : DapVersion::v2;
    CmsisDapUsb usb(version, "golden", rig.wire, rig.wire_clock, rig, -1);
    // Endless polls are the protocol's right; the fuzzer has no time for them.
    constexpr std::size_t most_commands = 64;
    const std::uint8_t connect[] = {0x02, static_cast<std::uint8_t>(1 + (data[0] & 1))};
    (void)usb.write(DapIdentity::out_endpoint, connect);
    jig::ByteView input(data + 1, size - 1);
    jig::Bytes in(1024);
    for (std::size_t commands = 0; !input.empty() && commands < most_commands; ++commands) {
        const std::size_t length = std::min<std::size_t>(input[0] & 0x7F, input.size() - 1);
        (void)usb.write(DapIdentity::out_endpoint, input.subspan(1, length));
        if ((input[0] & 0x80) == 0) (void)usb.read(DapIdentity::in_endpoint, in, std::chrono::milliseconds(10));
        input = input.subspan(1 + length);
    }
    return 0;
}
