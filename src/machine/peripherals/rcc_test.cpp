// SPDX-License-Identifier: Apache-2.0
#include "machine/peripherals/rcc.hpp"

#include "machine/testing/register_rows.hpp"

namespace jig::machine {
namespace {

using namespace std::chrono_literals;
using testing::read_word;
using testing::RecordingFabric;
using testing::RegisterRow;
using testing::write_word;

constexpr std::uint32_t CR = 0x00, CFGR = 0x04, CIR = 0x08, APB2RSTR = 0x0C, APB1RSTR = 0x10, AHBENR = 0x14,
                        APB2ENR = 0x18, APB1ENR = 0x1C, BDCR = 0x20, CSR = 0x24;
constexpr std::uint32_t HSEON = 1u << 16, HSERDY = 1u << 17, PLLON = 1u << 24, PLLRDY = 1u << 25;

struct RccTest : ::testing::Test {
    RccTest() { reset(ResetCause::power_on); }
    void reset(ResetCause cause) { rcc.reset(fabric, cause); }
    std::uint32_t read(std::uint32_t offset) { return read_word(rcc, fabric, offset); }
    void write(std::uint32_t offset, std::uint32_t value) { write_word(rcc, fabric, offset, value); }
    void pass(Picoseconds time) { fabric.run_until(rcc, fabric.time + time); }
    // HSE 8 MHz times 9, APB1 halved: what almost every firmware does.
    void to_72_mhz() {
        write(CR, read(CR) | HSEON);
        pass(hse_startup);
        write(CFGR, 7u << 18 | 1u << 16 | 4u << 8);
        write(CR, read(CR) | PLLON);
        pass(pll_lock);
        write(CFGR, read(CFGR) | 2);
    }

    RecordingFabric fabric;
    Rcc rcc{RccConfig{}};
};

TEST_F(RccTest, registers_reset_and_keep_the_bits_the_manual_prints) {
    const RegisterRow rows[] = {
        {"CR", CR, 0x00005283, 0x010900F8},  // HSION drives SYSCLK, HSEBYP needs HSEON = 0
        {"APB2RSTR", APB2RSTR, 0, 0x0038FFFD},
        {"APB1RSTR", APB1RSTR, 0, 0x3AFEC9FF},
        {"AHBENR", AHBENR, 0x14, 0x557},
        {"APB2ENR", APB2ENR, 0, 0x0038FFFD},
        {"APB1ENR", APB1ENR, 0, 0x3AFEC9FF},
        {"CSR", CSR, 0x0C000000, 1},
        {"CIR", CIR, 0, 0x1F00},
    };
    for (const RegisterRow& row : rows) {
        SCOPED_TRACE(row.name);
        Rcc fresh{RccConfig{}};
        fresh.reset(fabric, ResetCause::power_on);
        EXPECT_EQ(read_word(fresh, fabric, row.offset), row.reset);
        write_word(fresh, fabric, row.offset, row.writable);
        EXPECT_EQ(read_word(fresh, fabric, row.offset), row.reset | row.writable);
        write_word(fresh, fabric, row.offset, 0);
        EXPECT_EQ(read_word(fresh, fabric, row.offset) & row.writable, 0u);
        write_word(fresh, fabric, row.offset, ~(row.writable | 0x01000000u));  // all but RMVF or PLLON
        EXPECT_EQ(read_word(fresh, fabric, row.offset) & row.writable, 0u);
    }
}

TEST_F(RccTest, cfgr_keeps_its_bits_and_sw_waits_for_a_clock_that_is_ready) {
    write(CFGR, 0xFFFFFFFC);
    EXPECT_EQ(read(CFGR), 0x077FFFF0u);
    write(CFGR, 1);
    EXPECT_EQ(read(CFGR), 1u);  // SWS stays HSI: HSE is off
    write(CR, 0x83 | HSEON);
    EXPECT_EQ(fabric.tree.sysclk_hz, 8'000'000u);
    pass(hse_startup);
    EXPECT_EQ(read(CFGR), 5u);
}

TEST_F(RccTest, hsebyp_is_writable_only_while_hse_is_off) {
    write(CR, 0x83 | 1u << 18);
    EXPECT_EQ(read(CR) >> 16, 4u);
    write(CR, 0x83 | HSEON);
    EXPECT_EQ(read(CR) >> 16, 1u);
    write(CR, 0x83 | HSEON | 1u << 18);
    EXPECT_EQ(read(CR) >> 16, 1u);
}

TEST_F(RccTest, hse_is_ready_after_its_start_up_time_and_not_before) {
    write(CR, 0x83 | HSEON);
    pass(hse_startup - 1ns);
    EXPECT_EQ(read(CR) & HSERDY, 0u);
    EXPECT_EQ(fabric.unchanged_until, Picoseconds{hse_startup});
    pass(1ns);
    read(CR);
    EXPECT_EQ(fabric.unchanged_until, fabric.time + quiet_ahead);
    EXPECT_EQ(read(CR) & HSERDY, HSERDY);
    write(CR, 0x83);
    EXPECT_EQ(read(CR) & HSERDY, 0u);
}

TEST_F(RccTest, hse_without_a_crystal_is_never_ready) {
    rcc = Rcc{RccConfig{.hse_hz = 0, .lse_hz = 0}};
    reset(ResetCause::power_on);
    write(CR, 0x83 | HSEON);
    pass(10s);
    EXPECT_EQ(read(CR) & HSERDY, 0u);
    write(CFGR, 1u << 16);
    write(CR, 0x83 | HSEON | PLLON);
    pass(10s);
    EXPECT_EQ(read(CR) & PLLRDY, 0u);
}

TEST_F(RccTest, seventy_two_megahertz_from_the_crystal) {
    to_72_mhz();
    EXPECT_EQ(read(CFGR) & 0xF, 0xAu);
    EXPECT_EQ(fabric.tree.sysclk_hz, 72'000'000u);
    EXPECT_EQ(fabric.tree.hclk_hz, 72'000'000u);
    EXPECT_EQ(fabric.tree.pclk1_hz, 36'000'000u);
    EXPECT_EQ(fabric.tree.pclk2_hz, 72'000'000u);
    EXPECT_EQ(fabric.tree.timer1_hz, 72'000'000u);
    EXPECT_EQ(fabric.tree.timer2_hz, 72'000'000u);
}

TEST_F(RccTest, prescalers_divide_as_printed) {
    struct Row {
        std::uint32_t cfgr, hclk_hz, pclk1_hz, pclk2_hz, timer1_hz;
    };
    const Row rows[] = {
        {0x00 << 4, 8'000'000, 8'000'000, 8'000'000, 8'000'000},
        {0x8 << 4, 4'000'000, 4'000'000, 4'000'000, 4'000'000},
        {0x9 << 4, 2'000'000, 2'000'000, 2'000'000, 2'000'000},
        {0xA << 4, 1'000'000, 1'000'000, 1'000'000, 1'000'000},
        {0xB << 4, 500'000, 500'000, 500'000, 500'000},
        {0xC << 4, 125'000, 125'000, 125'000, 125'000},
        {0xD << 4, 62'500, 62'500, 62'500, 62'500},
        {0xE << 4, 31'250, 31'250, 31'250, 31'250},
        {0xF << 4, 15'625, 15'625, 15'625, 15'625},
        {4 << 8, 8'000'000, 4'000'000, 8'000'000, 8'000'000},
        {5 << 8, 8'000'000, 2'000'000, 8'000'000, 4'000'000},
        {6 << 8, 8'000'000, 1'000'000, 8'000'000, 2'000'000},
        {7 << 8, 8'000'000, 500'000, 8'000'000, 1'000'000},
        {4 << 11, 8'000'000, 8'000'000, 4'000'000, 8'000'000},
        {7 << 11, 8'000'000, 8'000'000, 500'000, 8'000'000},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.cfgr);
        write(CFGR, row.cfgr);
        EXPECT_EQ(fabric.tree.hclk_hz, row.hclk_hz);
        EXPECT_EQ(fabric.tree.pclk1_hz, row.pclk1_hz);
        EXPECT_EQ(fabric.tree.pclk2_hz, row.pclk2_hz);
        EXPECT_EQ(fabric.tree.timer1_hz, row.timer1_hz);
    }
}

TEST_F(RccTest, pll_multiplies_either_source) {
    struct Row {
        std::uint32_t cfgr, sysclk_hz;
    };
    const Row rows[] = {
        {0u << 18, 8'000'000},                         // HSI / 2 * 2
        {14u << 18, 64'000'000},                       // HSI / 2 * 16
        {15u << 18, 64'000'000},                       // 1111 is 16 too
        {1u << 16 | 7u << 18, 72'000'000},             // HSE * 9
        {1u << 16 | 1u << 17 | 7u << 18, 36'000'000},  // HSE / 2 * 9
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.cfgr);
        reset(ResetCause::pin);
        write(CR, 0x83 | HSEON);
        pass(hse_startup);
        write(CFGR, row.cfgr);
        write(CR, 0x83 | HSEON | PLLON);
        pass(pll_lock);
        write(CFGR, row.cfgr | 2);
        EXPECT_EQ(fabric.tree.sysclk_hz, row.sysclk_hz);
    }
}

TEST_F(RccTest, what_drives_sysclk_cannot_be_switched_off_and_a_running_pll_cannot_be_retuned) {
    to_72_mhz();
    write(CR, 0x80);
    EXPECT_EQ(read(CR) & (HSEON | HSERDY | PLLON | PLLRDY), HSEON | HSERDY | PLLON | PLLRDY);
    EXPECT_EQ(read(CR) & 3, 0u);  // HSI may go: nothing uses it
    write(CFGR, 2);
    EXPECT_EQ(fabric.tree.sysclk_hz, 72'000'000u);
    EXPECT_EQ(read(CFGR) & 0x3F0000, 7u << 18 | 1u << 16);
}

TEST_F(RccTest, what_sw_has_selected_cannot_be_switched_off_either) {
    write(CR, 0x83 | HSEON);
    write(CFGR, 1);
    write(CR, 0x83);
    EXPECT_EQ(read(CR) & HSEON, HSEON);
    pass(hse_startup);
    EXPECT_EQ(read(CFGR), 5u);
}

TEST_F(RccTest, ready_interrupts_come_only_where_enabled_and_are_cleared_by_writing_one) {
    write(CIR, 1u << 11);  // HSERDYIE
    write(CR, 0x83 | HSEON);
    EXPECT_TRUE(fabric.irqs.empty());
    pass(hse_startup);
    EXPECT_EQ(read(CIR), 1u << 11 | 1u << 3);
    EXPECT_TRUE(fabric.irqs.contains(5));
    write(CIR, 1u << 11 | 1u << 19);
    EXPECT_EQ(read(CIR), 1u << 11);
    EXPECT_TRUE(fabric.irqs.empty());

    write(CIR, 0);
    write(CSR, 1);
    pass(lsi_startup);
    EXPECT_EQ(read(CSR) & 3, 3u);
    rcc.reset(fabric, ResetCause::software);
    EXPECT_EQ(read(CSR) & 3, 0u) << "a system reset stops the LSI";
    EXPECT_EQ(read(CIR), 0u);
}

TEST_F(RccTest, reset_flags_add_up_until_rmvf) {
    struct Row {
        ResetCause cause;
        std::uint32_t csr;
    };
    const Row rows[] = {
        {ResetCause::power_on, 0x0C000000},        {ResetCause::pin, 0x0C000000},
        {ResetCause::software, 0x1C000000},        {ResetCause::independent_watchdog, 0x3C000000},
        {ResetCause::window_watchdog, 0x7C000000}, {ResetCause::low_power, 0xFC000000},
        {ResetCause::power_on, 0x0C000000},
    };
    for (const Row& row : rows) {
        reset(row.cause);
        EXPECT_EQ(read(CSR), row.csr);
    }
    write(CSR, 1u << 24);
    EXPECT_EQ(read(CSR), 0u);
    reset(ResetCause::software);
    EXPECT_EQ(read(CSR), 0x14000000u);
}

TEST_F(RccTest, bdcr_is_protected_by_dbp_and_survives_a_system_reset) {
    write(BDCR, 1);
    EXPECT_EQ(read(BDCR), 0u);
    fabric.dbp = true;
    write(BDCR, 0x8101);
    EXPECT_EQ(read(BDCR), 0x8101u);
    pass(lse_startup);
    EXPECT_EQ(read(BDCR), 0x8103u);
    EXPECT_EQ(fabric.tree.lse_hz, 32'768u);
    write(BDCR, 0x8205);
    EXPECT_EQ(read(BDCR), 0x8103u);  // RTCSEL is decided, LSEBYP needs LSEON = 0
    reset(ResetCause::software);
    EXPECT_EQ(read(BDCR), 0x8103u);
    write(BDCR, 1u << 16);
    EXPECT_EQ(fabric.backup_domain_resets, 1);
    EXPECT_EQ(read(BDCR), 1u << 16);
    write(BDCR, 0);
    EXPECT_EQ(read(BDCR), 0u);
}

TEST_F(RccTest, lse_without_a_crystal_is_never_ready) {
    rcc = Rcc{RccConfig{.hse_hz = 8'000'000, .lse_hz = 0}};
    fabric.dbp = true;
    write(BDCR, 1);
    pass(60s);
    EXPECT_EQ(read(BDCR), 1u);
}

TEST_F(RccTest, enable_bits_gate_and_reset_bits_reset_once) {
    EXPECT_FALSE(rcc.enabled(Bus::apb2, 2));
    const int before = fabric.clock_changes;
    write(APB2ENR, 4);
    EXPECT_GT(fabric.clock_changes, before);
    EXPECT_TRUE(rcc.enabled(Bus::apb2, 2));
    EXPECT_FALSE(rcc.enabled(Bus::apb1, 2));
    EXPECT_TRUE(rcc.enabled(Bus::ahb, 4));

    write(APB1RSTR, 1u << 17);
    EXPECT_TRUE(rcc.held_in_reset(Bus::apb1, 17));
    EXPECT_FALSE(rcc.held_in_reset(Bus::apb2, 17));
    write(APB1RSTR, 1u << 17 | 1);
    const std::vector<std::pair<Bus, std::uint32_t>> expected = {{Bus::apb1, 1u << 17}, {Bus::apb1, 1}};
    EXPECT_EQ(fabric.peripheral_resets, expected);
}

TEST_F(RccTest, byte_and_half_word_accesses_touch_their_lanes_only) {
    write(APB2ENR, 0x4001);
    rcc.write(fabric, APB2ENR, Width::byte, 0x1D);
    EXPECT_EQ(read(APB2ENR), 0x401Du);
    rcc.write(fabric, APB2ENR + 2, Width::half, 0x0038);
    EXPECT_EQ(read(APB2ENR), 0x0038401Du);
    EXPECT_EQ(rcc.read(fabric, APB2ENR + 1, Width::byte).value, 0x40u);
    EXPECT_EQ(rcc.read(fabric, APB2ENR + 2, Width::half).value, 0x38u);
}

}  // namespace
}  // namespace jig::machine
