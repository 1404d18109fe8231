// SPDX-License-Identifier: Apache-2.0
#include "machine/peripherals/wwdg.hpp"

#include "machine/testing/register_rows.hpp"

namespace jig::machine {
namespace {

using namespace std::chrono_literals;
using testing::read_word;
using testing::RecordingFabric;
using testing::RegisterRow;
using testing::write_word;

constexpr std::uint32_t CR = 0x00, CFR = 0x04, SR = 0x08;
constexpr std::uint32_t WDGA = 0x80, EWI = 0x200;
constexpr Picoseconds step = 512us;  // 4096 cycles of 8 MHz

struct WwdgTest : ::testing::Test {
    WwdgTest() { wwdg.clocking_changed(fabric); }
    std::uint32_t read(std::uint32_t offset) { return read_word(wwdg, fabric, offset); }
    void write(std::uint32_t offset, std::uint32_t value) { write_word(wwdg, fabric, offset, value); }
    void pass(Picoseconds time) { fabric.run_until(wwdg, fabric.time + time); }
    [[nodiscard]] bool was_reset() const { return !fabric.reset_requests.empty(); }

    RecordingFabric fabric;
    Wwdg wwdg;
};

TEST_F(WwdgTest, registers_reset_and_keep_the_bits_the_manual_prints) {
    const RegisterRow rows[] = {{"CR", CR, 0x7F, 0x7F}, {"CFR", CFR, 0x7F, 0x1FF}, {"SR", SR, 0, 0}};
    for (const RegisterRow& row : rows) {
        RecordingFabric still;
        still.clock_on = false;
        Wwdg fresh;
        EXPECT_EQ(read_word(fresh, still, row.offset), row.reset) << row.name;
        write_word(fresh, still, row.offset, 0);
        EXPECT_EQ(read_word(fresh, still, row.offset) & row.writable, 0u) << row.name;
    }
}

TEST_F(WwdgTest, counts_down_from_the_start_and_resets_below_40) {
    pass(step);
    EXPECT_EQ(read(CR), 0x7Eu) << "free-running while it is disabled";
    write(CR, WDGA | 0x45);
    pass(5 * step);
    EXPECT_EQ(read(CR), WDGA | 0x40);
    EXPECT_FALSE(was_reset());
    pass(step - Picoseconds{1});
    EXPECT_FALSE(was_reset());
    pass(Picoseconds{1});
    EXPECT_EQ(fabric.reset_requests, std::vector{ResetCause::window_watchdog});
}

TEST_F(WwdgTest, every_write_that_the_manual_forbids_resets) {
    struct Row {
        const char* name;
        std::uint32_t window;
        Picoseconds after;
        std::uint32_t cr;
        bool reset;
    };
    const Row rows[] = {
        {"inside the window", 0x50, 0x30 * step, WDGA | 0x7F, false},
        {"before the window", 0x50, 0x2E * step, WDGA | 0x7F, true},
        {"on the window's edge", 0x50, 0x2F * step, WDGA | 0x7F, false},
        {"without T6", 0x7F, step, WDGA | 0x3F, true},
        {"WDGA cannot be cleared", 0x7F, step, 0x3F, true},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        fabric.reset_requests.clear();
        wwdg.reset(fabric, ResetCause::software);
        wwdg.clocking_changed(fabric);
        write(CFR, row.window);
        write(CR, WDGA | 0x7F);
        pass(row.after);
        write(CR, row.cr);
        EXPECT_EQ(was_reset(), row.reset);
    }
}

TEST_F(WwdgTest, the_early_wakeup_comes_at_40_with_one_step_to_spare) {
    write(CFR, EWI | 0x7F | 1u << 7);  // WDGTB: by 2
    write(CR, WDGA | 0x42);
    pass(4 * step - Picoseconds{1});
    EXPECT_TRUE(fabric.irqs.empty());
    pass(Picoseconds{1});
    EXPECT_TRUE(fabric.irqs.contains(0));
    write(CR, WDGA | 0x7F);
    EXPECT_EQ(read(SR), 1u);
    write(SR, 0);
    EXPECT_TRUE(fabric.irqs.empty());
    EXPECT_FALSE(was_reset());
    write(CFR, 0x7F);
    EXPECT_EQ(read(CFR), EWI | 0x7F) << "EWI is cleared by a reset only";
}

TEST_F(WwdgTest, a_halted_core_stops_it_only_with_its_stop_bit) {
    write(CR, WDGA | 0x7F);
    fabric.halted = true;
    fabric.debug_control = 1u << 9;
    wwdg.clocking_changed(fabric);
    pass(1s);
    EXPECT_FALSE(was_reset());
    fabric.debug_control = 0;
    wwdg.clocking_changed(fabric);
    pass(1s);
    EXPECT_TRUE(was_reset());
}

}  // namespace
}  // namespace jig::machine
