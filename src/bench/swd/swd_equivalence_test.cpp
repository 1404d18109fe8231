// SPDX-License-Identifier: Apache-2.0
// Packets exchanged whole do to the port what their bits do, at the same times: random sessions through both.
#include <gtest/gtest.h>

#include <memory>

#include "bench/debug_port/testing/dap_steps.hpp"
#include "bench/debug_port/testing/recording_bus.hpp"
#include "bench/swd/swd_host.hpp"

namespace jig::bench::testing {
namespace {

using namespace std::chrono_literals;

// A board with a probe on it. A flip probability too small ever to hit makes the host move every bit.
struct Desk {
    explicit Desk(double noise) : wire(port, time, {.seed = 1, .probability = noise}) {
        bus.faulting = {0x20000010, 0x20000011, 0x20000012};
        for (std::uint32_t i = 0; i < 64; ++i) bus.set_word(0x20000000 + 4 * i, 0x9E3779B9u * (i + 1));
    }
    RecordingBus bus;
    DebugPort port{bus, {.seed = 5, .probability = 0.02}};
    FixedWireTime time{bus, 1us};
    SwjPort wire;
    SwdHost host{wire};
};

// Ones that together with what the last packet left on the line may just be a line reset, or may not.
DapTransfer nearly_reset(Desk& desk, unsigned ones) {
    for (unsigned i = 0; i < ones; ++i) desk.wire.rising_edge(Drive::high);
    desk.host.idle(2);
    return desk.host.transfer(read_DPIDR, 0, desk.port.overrun_detection());
}

// One step of a session, the same for both boards.
DapTransfer step(Desk& desk, Random& random) {
    switch (random.below(40)) {
        case 0: desk.host.line_reset(); return desk.host.transfer(read_DPIDR);
        case 1: desk.host.idle(random.below(20)); return {};
        case 2: desk.host.jtag_to_swd(); return {};
        case 3: desk.bus.swd_pins = !desk.bus.swd_pins; return {};
        case 4: desk.bus.latency = random.below(300) * 1us; return {};
        case 11:
        case 12: return nearly_reset(desk, 10 + random.below(45));
        case 9:
        case 10: return desk.host.transfer(write_ABORT, clear_all, desk.port.overrun_detection());
        case 5: desk.wire.rising_edge(Drive::high); return {};
        case 6: desk.host.swd_to_jtag(); return {};
        case 7:
        case 8:
            desk.bus.swd_pins = true;
            desk.host.jtag_to_swd();
            return desk.host.transfer(read_DPIDR);
        default: break;
    }
    const DapRequest request{random.below(2) == 1, random.below(2) == 1,
                             static_cast<std::uint8_t>(4 * random.below(4))};
    std::uint32_t value = static_cast<std::uint32_t>(random.next());
    if (random.below(3) == 0) value = 0xFFFFFFFF << random.below(32);
    if (request == write_CTRL_STAT) value = power_up | (value & 0x00003F0D & ~(random.below(4) != 0 ? 0xCu : 0u));
    if (request == write_SELECT && random.below(4) != 0) value = 0;
    if (request == write_ABORT) value = clear_all | (value & 1);
    if (request == write_TAR) value = 0x20000000 | (value & 0x3F);
    return desk.host.transfer(request, value, desk.port.overrun_detection());
}

TEST(SwdEquivalenceTest, packets_and_bits_cannot_be_told_apart) {
    std::uint64_t answered = 0;
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
        const auto whole = std::make_unique<Desk>(0.0);
        const auto bits = std::make_unique<Desk>(1e-300);
        Random first(seed), second(seed);
        for (int i = 0; i < 400; ++i) {
            const DapTransfer a = step(*whole, first);
            const DapTransfer b = step(*bits, second);
            ASSERT_EQ(a.ack, b.ack) << "seed " << seed << ", step " << i;
            ASSERT_EQ(a.cycles, b.cycles) << "seed " << seed << ", step " << i;
            ASSERT_EQ(a.value, b.value) << "seed " << seed << ", step " << i;
            ASSERT_EQ(a.parity_error, b.parity_error) << "seed " << seed << ", step " << i;
            ASSERT_EQ(whole->bus.log, bits->bus.log) << "seed " << seed << ", step " << i;
            ASSERT_EQ(whole->bus.times, bits->bus.times) << "seed " << seed << ", step " << i;
            ASSERT_EQ(whole->wire.cycles(), bits->wire.cycles()) << "seed " << seed << ", step " << i;
            answered += a.ack == SwdAck::ok ? 1 : 0;
        }
    }
    EXPECT_GT(answered, 4000u);
}

}  // namespace
}  // namespace jig::bench::testing
