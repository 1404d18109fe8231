// SPDX-License-Identifier: Apache-2.0
// Bad contacts and a bus that keeps saying WAIT: the driver gets through, and says so when it cannot.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "rig.hpp"

namespace jig::host {
namespace {

constexpr std::uint32_t sram = 0x20000000;

Bytes pattern(std::size_t size) {
    Bytes bytes(size);
    for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<std::uint8_t>(i * 7 + i / 256);
    return bytes;
}

std::size_t wrong_words(const Bytes& a, const Bytes& b) {
    std::size_t wrong = 0;
    for (std::size_t i = 0; i < a.size(); i += 4) {
        wrong += load_le32(ByteView(a).subspan(i)) != load_le32(ByteView(b).subspan(i)) ? 1 : 0;
    }
    return wrong;
}

// Two bits lost in one word pass its parity bit: 5 words in a million at this noise. Nobody below a comparison can
// notice; who needs every byte right reads twice, as capture and verify do.
TEST(HostNoise, one_bit_in_ten_thousand_lost_is_got_through_by_every_probe) {
    std::size_t wrong = 0;
    for (const char* probe : {"V2J17", "V2J24", "V2J37", "V3J9", "cmsis-dap-v1", "cmsis-dap-v2", "gpio"}) {
        for (unsigned seed = 1; seed <= 5; ++seed) {
            SCOPED_TRACE(fmt::format("{}, seed {}", probe, seed));
            Rig rig({.probe = probe, .more = fmt::format("faults = {{ seed = {}, contact = 1e-4 }}", seed)});
            const auto target = rig.connected();
            ASSERT_TRUE(target);
            const Bytes data = pattern(8192);
            Bytes back(data.size());
            const auto written = target->memory().write(sram, data);
            ASSERT_TRUE(written) << written.error().what;
            const auto read = target->memory().read(sram, back);
            ASSERT_TRUE(read) << read.error().what;
            wrong += wrong_words(data, back);
        }
    }
    EXPECT_LE(wrong, 3u);
}

TEST(HostNoise, a_wire_that_loses_one_bit_in_twenty_is_given_up_on) {
    Rig rig({.more = "faults = { seed = 1, contact = 0.05 }"});
    const auto target = rig.connect();
    ASSERT_FALSE(target);
    EXPECT_EQ(target.error().kind, ErrorKind::link) << target.error().what;
}

// The probe's firmware repeats a packet a hundred times by itself: a third of the accesses still end in WAIT.
TEST(HostNoise, a_storm_of_wait_is_waited_out) {
    for (const char* probe : {"V2J17", "V2J37", "V3J9", "cmsis-dap-v1", "cmsis-dap-v2", "gpio"}) {
        for (const double wait : {0.2, 0.99}) {
            SCOPED_TRACE(fmt::format("{}, {}", probe, wait));
            Rig rig({.probe = probe, .more = fmt::format("faults = {{ seed = 3, wait = {} }}", wait)});
            const auto target = rig.connected();
            ASSERT_TRUE(target);
            const Bytes data = pattern(512);
            Bytes back(data.size());
            const auto written = target->memory().write(sram, data);
            ASSERT_TRUE(written) << written.error().what;
            const auto read = target->memory().read(sram, back);
            ASSERT_TRUE(read) << read.error().what;
            EXPECT_EQ(wrong_words(data, back), 0u);
        }
    }
}

TEST(HostNoise, a_bus_that_only_says_wait_is_an_error) {
    Rig rig({.more = "faults = { seed = 3, wait = 1.0 }"});
    const auto target = rig.connect();
    ASSERT_FALSE(target);
    EXPECT_EQ(target.error().kind, ErrorKind::wait) << target.error().what;
}

}  // namespace
}  // namespace jig::host
