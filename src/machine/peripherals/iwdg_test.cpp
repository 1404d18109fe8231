// SPDX-License-Identifier: Apache-2.0
#include "machine/peripherals/iwdg.hpp"

#include "machine/testing/register_rows.hpp"

namespace jig::machine {
namespace {

using namespace std::chrono_literals;
using testing::read_word;
using testing::RecordingFabric;
using testing::write_word;

constexpr std::uint32_t KR = 0x00, PR = 0x04, RLR = 0x08, SR = 0x0C;

struct IwdgTest : ::testing::Test {
    IwdgTest() { iwdg.reset(fabric, ResetCause::power_on); }
    std::uint32_t read(std::uint32_t offset) { return read_word(iwdg, fabric, offset); }
    void write(std::uint32_t offset, std::uint32_t value) { write_word(iwdg, fabric, offset, value); }
    void pass(Picoseconds time) { fabric.run_until(iwdg, fabric.time + time); }
    // When the chip was reset, counted from now; nothing within ten minutes.
    std::optional<Picoseconds> time_to_reset() {
        const Picoseconds start = fabric.time;
        while (fabric.reset_requests.empty() && fabric.appointment && *fabric.appointment < start + 600s)
            fabric.run_until(iwdg, *fabric.appointment);
        if (fabric.reset_requests.empty()) return std::nullopt;
        return fabric.time - start;
    }

    RecordingFabric fabric;
    Iwdg iwdg;
};

TEST_F(IwdgTest, registers_reset_as_printed_and_need_their_key) {
    EXPECT_EQ(read(KR), 0u);
    EXPECT_EQ(read(PR), 0u);
    EXPECT_EQ(read(RLR), 0xFFFu);
    EXPECT_EQ(read(SR), 0u);
    write(PR, 7);
    write(RLR, 0);
    EXPECT_EQ(read(SR), 0u);
    write(KR, 0x5555);
    write(PR, 0xFFFFFFFF);
    write(RLR, 0xFFFF0123);
    EXPECT_EQ(read(SR), 3u);
    EXPECT_EQ(read(PR), 0u);
    pass(125us);
    EXPECT_EQ(read(SR), 0u);
    EXPECT_EQ(read(PR), 7u);
    EXPECT_EQ(read(RLR), 0x123u);
    write(KR, 0xAAAA);
    write(PR, 1);
    pass(125us);
    EXPECT_EQ(read(PR), 7u);  // a reload closes the registers again
}

TEST_F(IwdgTest, timeouts_are_those_of_the_manuals_table) {
    struct Row {
        std::uint32_t pr;
        Picoseconds shortest, longest;  // RLR = 0x000 and 0xFFF, RM0008 Table 96
    };
    const Row rows[] = {
        {0, 100us, 409600us},   {1, 200us, 819200us},    {2, 400us, 1638400us},   {3, 800us, 3276800us},
        {4, 1600us, 6553600us}, {5, 3200us, 13107200us}, {6, 6400us, 26214400us}, {7, 6400us, 26214400us},
    };
    for (const Row& row : rows)
        for (const std::uint32_t rlr : {0x000u, 0xFFFu}) {
            SCOPED_TRACE(row.pr * 0x1000 + rlr);
            fabric.reset_requests.clear();
            iwdg.reset(fabric, ResetCause::pin);
            write(KR, 0x5555);
            write(PR, row.pr);
            write(RLR, rlr);
            pass(125us);
            write(KR, 0xCCCC);
            write(KR, 0xAAAA);
            EXPECT_EQ(time_to_reset(), rlr == 0 ? row.shortest : row.longest);
            EXPECT_EQ(fabric.reset_requests, std::vector{ResetCause::independent_watchdog});
        }
}

TEST_F(IwdgTest, reloading_keeps_the_chip_running) {
    write(KR, 0xCCCC);
    for (int turn = 0; turn < 10; ++turn) {
        pass(400ms);
        write(KR, 0xAAAA);
    }
    EXPECT_TRUE(fabric.reset_requests.empty());
    pass(410ms);
    EXPECT_EQ(fabric.reset_requests.size(), 1u);
}

TEST_F(IwdgTest, a_reload_behind_a_new_rlr_uses_the_new_value) {
    write(KR, 0x5555);
    write(RLR, 9);
    write(KR, 0xAAAA);
    write(KR, 0xCCCC);
    EXPECT_EQ(time_to_reset(), Picoseconds{125us + 1000us});
}

TEST_F(IwdgTest, not_started_it_never_resets) { EXPECT_EQ(time_to_reset(), std::nullopt); }

TEST_F(IwdgTest, the_option_byte_starts_it_at_reset) {
    iwdg.set_hardware_start(true);
    iwdg.reset(fabric, ResetCause::pin);
    EXPECT_TRUE(iwdg.running());
    EXPECT_EQ(time_to_reset(), Picoseconds{409600us});
}

TEST_F(IwdgTest, reset_stops_a_watchdog_that_software_started) {
    write(KR, 0xCCCC);
    iwdg.reset(fabric, ResetCause::software);
    fabric.appointment.reset();
    EXPECT_FALSE(iwdg.running());
    EXPECT_EQ(time_to_reset(), std::nullopt);
}

TEST_F(IwdgTest, it_stands_still_while_the_core_is_halted_only_with_its_stop_bit) {
    for (const bool stop : {false, true}) {
        SCOPED_TRACE(stop);
        fabric.reset_requests.clear();
        fabric.halted = false;
        iwdg.reset(fabric, ResetCause::pin);
        write(KR, 0xCCCC);
        pass(100ms);
        fabric.halted = true;
        fabric.debug_control = stop ? 1u << 8 : 0;
        iwdg.clocking_changed(fabric);
        pass(10s);
        EXPECT_EQ(fabric.reset_requests.empty(), stop);
        if (!stop) continue;
        fabric.halted = false;
        iwdg.clocking_changed(fabric);
        EXPECT_EQ(time_to_reset(), Picoseconds{309600us});
    }
}

}  // namespace
}  // namespace jig::machine
