// SPDX-License-Identifier: Apache-2.0
// The programmer and its loader on the virtual chip: the loader's instructions run on the virtual core.
#include <gtest/gtest.h>

#include "base/random.hpp"
#include "flash/crc.hpp"
#include "flash/programmer.hpp"
#include "flash/testing/chip_target.hpp"

namespace jig::flash {
namespace {

using machine::testing::ChipOnDesk;

constexpr std::uint32_t base = 0x08000000;

Bytes random_bytes(std::size_t size, std::uint64_t seed) {
    Random random(seed);
    Bytes bytes(size);
    for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(random.next());
    return bytes;
}

Geometry geometry_of(const machine::ChipConfig& config) {
    return {.base = base,
            .size_bytes = config.flash_bytes,
            .page_bytes = config.page_bytes,
            .bank_bytes = config.bank_bytes};
}

machine::ChipConfig low_density() {
    machine::ChipConfig config;
    config.flash_bytes = 32 * 1024;
    config.page_bytes = 1024;
    config.sram_bytes = 6 * 1024;
    config.flash_size_register = 32;
    config.dbgmcu_idcode = 0x10006412;
    config.backup_registers = 10;
    return config;
}

machine::ChipConfig xl_density() {
    machine::ChipConfig config;
    config.flash_bytes = 1024 * 1024;
    config.bank_bytes = 512 * 1024;
    config.sram_bytes = 96 * 1024;
    config.flash_size_register = 1024;
    config.dbgmcu_idcode = 0x10016430;
    return config;
}

// A chip whose flash is being brought from what it holds to `wanted`.
struct Bench {
    explicit Bench(const machine::ChipConfig& config = {}, const machine::ChipFaults& faults = {})
        : desk(config, faults), target(desk.chip) {}

    void hold(ByteView content) { std::ranges::copy(content, desk.memory.flash.begin()); }
    Result<void> run(ByteView wanted) {
        desk.start();
        target.chip_memory().unplug_after(unplug);
        TRY_ASSIGN(const Plan plan,
                   make_plan({.geometry = geometry_of(desk.config), .current = desk.memory.flash, .wanted = wanted}));
        TRY_ASSIGN(const auto programmer, open_f1_programmer(target, geometry_of(desk.config), desk.config.sram_bytes));
        TRY(programmer->erase(plan, progress));
        TRY(programmer->write(plan, progress));
        return programmer->finish();
    }

    ChipOnDesk desk;
    flash::testing::ChipTarget target;
    SilentProgress progress;
    std::optional<std::uint64_t> unplug;
};

TEST(F1Programmer, writes_a_whole_flash) {
    Bench bench;
    const Bytes wanted = random_bytes(bench.desk.config.flash_bytes, 1);
    const Result<void> done = bench.run(wanted);
    ASSERT_TRUE(done) << done.error().what;
    EXPECT_TRUE(bench.desk.memory.flash == wanted);
}

TEST(F1Programmer, replaces_what_a_flash_held) {
    Bench bench;
    bench.hold(random_bytes(bench.desk.config.flash_bytes, 2));
    const Bytes wanted = random_bytes(bench.desk.config.flash_bytes, 3);
    const Result<void> done = bench.run(wanted);
    ASSERT_TRUE(done) << done.error().what;
    EXPECT_TRUE(bench.desk.memory.flash == wanted);
}

TEST(F1Programmer, changes_two_pages_and_leaves_the_rest) {
    Bench bench;
    bench.hold(random_bytes(bench.desk.config.flash_bytes, 2));
    Bytes wanted = bench.desk.memory.flash;
    wanted[0x7000] ^= 1;
    wanted[0x3FFFF] ^= 1;
    const Result<void> done = bench.run(wanted);
    ASSERT_TRUE(done) << done.error().what;
    EXPECT_TRUE(bench.desk.memory.flash == wanted);
    EXPECT_EQ(bench.desk.chip.half_words_programmed(), 2048U);
}

TEST(F1Programmer, writes_runs_that_end_on_a_half_word) {
    Bench bench;
    Bytes wanted(bench.desk.config.flash_bytes, 0xFF);
    for (const std::size_t at : {0x2U, 0x1000U, 0x1001U, 0x1002U, 0x2FFEU, 0x3FFFEU}) wanted[at] = 0x42;
    const Result<void> done = bench.run(wanted);
    ASSERT_TRUE(done) << done.error().what;
    EXPECT_TRUE(bench.desk.memory.flash == wanted);
    EXPECT_EQ(bench.desk.chip.half_words_programmed(), 5U);
}

TEST(F1Programmer, fits_into_six_kilobytes_of_sram) {
    Bench bench(low_density());
    const Bytes wanted = random_bytes(bench.desk.config.flash_bytes, 4);
    const Result<void> done = bench.run(wanted);
    ASSERT_TRUE(done) << done.error().what;
    EXPECT_TRUE(bench.desk.memory.flash == wanted);
}

TEST(F1Programmer, writes_both_banks_of_xl_density) {
    Bench bench(xl_density());
    bench.hold(random_bytes(bench.desk.config.flash_bytes, 5));
    Bytes wanted(bench.desk.config.flash_bytes, 0xFF);
    const Bytes middle = random_bytes(0x4000, 6);
    std::ranges::copy(middle, wanted.begin() + 0x7E000);
    const Result<void> done = bench.run(wanted);
    ASSERT_TRUE(done) << done.error().what;
    EXPECT_TRUE(bench.desk.memory.flash == wanted);
}

TEST(F1Programmer, writes_a_second_bank_that_begins_blank) {
    Bench bench(xl_density());
    Bytes wanted(bench.desk.config.flash_bytes, 0xFF);
    wanted[0x7FFFE] = wanted[0x80002] = 0x42;
    const Result<void> done = bench.run(wanted);
    ASSERT_TRUE(done) << done.error().what;
    EXPECT_TRUE(bench.desk.memory.flash == wanted);
}

TEST(F1Programmer, keeps_the_flash_busy_while_the_wire_works) {
    Bench bench;
    const Bytes wanted = random_bytes(bench.desk.config.flash_bytes, 1);
    const Duration begin = bench.target.clock().now();
    ASSERT_TRUE(bench.run(wanted));
    const Duration flash_alone = (bench.desk.config.flash_bytes / 2) * std::chrono::nanoseconds(52'500);
    EXPECT_LT(bench.target.clock().now() - begin, flash_alone * 12 / 10);
}

TEST(F1Programmer, computes_the_crc_on_the_chip) {
    Bench bench;
    bench.hold(random_bytes(bench.desk.config.flash_bytes, 7));
    bench.desk.start();
    auto programmer = open_f1_programmer(bench.target, geometry_of(bench.desk.config), bench.desk.config.sram_bytes);
    ASSERT_TRUE(programmer) << programmer.error().what;
    const Result<std::uint32_t> crc = (*programmer)->checksum({base, 0x1000});
    ASSERT_TRUE(crc) << crc.error().what;
    EXPECT_EQ(*crc, stm32_crc(ByteView(bench.desk.memory.flash).first(0x1000)));
}

TEST(F1Programmer, computes_the_crc_of_every_page_on_the_chip) {
    Bench bench;
    bench.hold(random_bytes(bench.desk.config.flash_bytes, 7));
    bench.desk.start();
    const Geometry geometry = geometry_of(bench.desk.config);
    auto programmer = open_f1_programmer(bench.target, geometry, bench.desk.config.sram_bytes);
    ASSERT_TRUE(programmer) << programmer.error().what;
    const auto crcs = (*programmer)->checksums(geometry.range(), geometry.page_bytes);
    ASSERT_TRUE(crcs) << crcs.error().what;
    ASSERT_EQ(crcs->size(), geometry.pages());
    const ByteView flash(bench.desk.memory.flash);
    for (std::uint32_t page = 0; page < geometry.pages(); ++page) {
        EXPECT_EQ((*crcs)[page], stm32_crc(flash.subspan(page * geometry.page_bytes, geometry.page_bytes))) << page;
    }
}

TEST(F1Programmer, leaves_the_clocks_as_a_reset_does) {
    constexpr std::uint32_t registers[] = {0x40021000, 0x40021004, 0x40021014, 0x40022000, 0x40022010};
    Bench bench;
    bench.desk.start();
    ASSERT_TRUE(bench.target.core().reset_and_halt());
    std::vector<std::uint32_t> before;
    for (const std::uint32_t address : registers) before.push_back(bench.desk.read(address).value);
    {
        auto programmer =
            open_f1_programmer(bench.target, geometry_of(bench.desk.config), bench.desk.config.sram_bytes);
        ASSERT_TRUE(programmer) << programmer.error().what;
        EXPECT_NE(bench.desk.read(registers[1]).value, before[1]);
        ASSERT_TRUE((*programmer)->checksum({base, 0x100}));
    }
    for (std::size_t i = 0; i < before.size(); ++i) {
        EXPECT_EQ(bench.desk.read(registers[i]).value, before[i]) << hex_address(registers[i]);
    }
}

TEST(F1Programmer, names_the_half_word_that_was_not_erased) {
    Bench bench;
    Plan plan{.geometry = geometry_of(bench.desk.config),
              .wanted = Bytes(bench.desk.config.flash_bytes, 0x55),
              .erase = {},
              .program = {{base, 0x4000}},
              .kept = {}};
    bench.desk.memory.flash[0x2346] = 0x11;
    bench.desk.start();
    auto programmer = open_f1_programmer(bench.target, plan.geometry, bench.desk.config.sram_bytes);
    ASSERT_TRUE(programmer) << programmer.error().what;
    const Result<void> written = (*programmer)->write(plan, bench.progress);
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().kind, ErrorKind::protection);
    EXPECT_EQ(
        written.error().what,
        "programming the half-word at 0x08002346: the flash controller answered PGERR (FLASH_SR = 0x00000024); run the "
        "same command again");
}

TEST(F1Programmer, names_the_half_word_that_is_write_protected) {
    Bench bench;
    bench.desk.memory.option_bytes[8] = 0xFE;  // WRP0 bit 0: pages 0 and 1
    bench.desk.memory.option_bytes[9] = 0x01;
    const Result<void> done = bench.run(Bytes(16, 0x55));
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().what,
              "programming the half-word at 0x08000000: the flash controller answered WRPRTERR (FLASH_SR = "
              "0x00000010); run the same command again");
}

TEST(F1Programmer, says_so_when_the_power_goes) {
    Bench bench({}, {.seed = 3, .power_cut_at = 5000});
    const Result<void> done = bench.run(random_bytes(bench.desk.config.flash_bytes, 1));
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().kind, ErrorKind::link);
    EXPECT_EQ(bench.desk.chip.half_words_programmed(), 5000U);
}

TEST(F1Programmer, finishes_on_a_second_try_wherever_the_link_broke) {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        SCOPED_TRACE(::testing::Message() << "seed " << seed);
        Bench bench(low_density());
        bench.hold(random_bytes(bench.desk.config.flash_bytes, 9));
        const Bytes wanted = random_bytes(bench.desk.config.flash_bytes, 10);
        bench.unplug = Random(seed).below(160);
        (void)bench.run(wanted);
        bench.desk.chip.power_off();
        bench.unplug.reset();
        const Result<void> again = bench.run(wanted);
        ASSERT_TRUE(again) << again.error().what;
        EXPECT_TRUE(bench.desk.memory.flash == wanted);
    }
}

}  // namespace
}  // namespace jig::flash
