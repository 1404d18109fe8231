// SPDX-License-Identifier: Apache-2.0
// What somebody who watches a chip is told, and that watching disturbs nothing.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>

#include "machine/chip.hpp"
#include "machine/testing/chip_on_desk.hpp"

namespace jig::machine {
namespace {

using testing::ChipOnDesk;
using ::testing::ElementsAre;

// Reads the UID's first word and CPUID, skips an instruction, and loops.
constexpr std::uint16_t reads_identity[] = {0x4803, 0x6801,   // ldr r0,=0x1FFFF7E8; ldr r1,[r0]
                                            0x4A03, 0x6813,   // ldr r2,=0xE000ED00; ldr r3,[r2]
                                            0xE000, 0xBF00,   // b over it
                                            0xE7FE, 0xBF00};  // b .
constexpr std::uint32_t literals[] = {0x1FFFF7E8, 0xE000ED00};
constexpr std::uint32_t code = 0x08000008;

// Keeps what it is told first.
class Steps final : public InstructionWatcher {
 public:
    explicit Steps(const Chip& chip) : chip_(chip) {}
    void begins(std::uint32_t address, std::span<const std::uint8_t> bytes) override {
        if (steps.size() >= most) return;
        const unsigned half = bytes.size() < 2 ? 0U : bytes[0] | unsigned{bytes[1]} << 8;
        steps.push_back({address, half, chip_.instructions(), chip_.register_value(1), chip_.now()});
    }
    void ended() override { ++stretches; }

    struct Step {
        std::uint32_t address;
        unsigned half_word;
        std::uint64_t instructions_before;
        std::uint32_t r1;
        Picoseconds at;
    };
    std::vector<Step> steps;
    std::uint64_t stretches = 0;

 private:
    static constexpr std::size_t most = 1000;
    const Chip& chip_;
};

struct WatchedChip : ::testing::Test {
    WatchedChip() : desk(config()) {
        put(0, std::array<std::uint32_t, 2>{0x20001000, code | 1});
        put(8, reads_identity);
        put(24, literals);
    }
    static ChipConfig config() {
        ChipConfig config;
        config.uid = {1, 2, 3, 4};
        return config;
    }
    template <typename Values>
    void put(std::size_t offset, const Values& values) {
        std::memcpy(desk.memory.flash.data() + offset, std::data(values), sizeof values);
    }
    ChipOnDesk desk;
    PathLog path{1000};
    ReadLog reads;
};

TEST_F(WatchedChip, tells_which_instruction_read_what_of_its_identity) {
    desk.chip.watch({.reads = &reads});
    desk.start();
    const std::vector<LoggedRead> list = reads.list();
    ASSERT_EQ(list.size(), 2U);
    EXPECT_EQ(list[0].kind, ReadKind::uid);
    EXPECT_EQ(list[0].pc, code + 2);
    EXPECT_EQ(list[0].address, 0x1FFFF7E8U);
    EXPECT_EQ(list[0].first_value, 0x04030201U);
    EXPECT_EQ(list[1].kind, ReadKind::cpuid);
    EXPECT_EQ(list[1].pc, code + 6);
    EXPECT_EQ(list[1].first_value, desk.config.cpuid);
}

TEST_F(WatchedChip, keeps_the_jumps_and_the_straight_runs_of_its_path) {
    desk.chip.watch({.path = &path});
    desk.start();
    ASSERT_GE(path.jumps().size(), 3U);
    EXPECT_EQ(path.jumps()[0], (Jump{0, code}));
    EXPECT_EQ(path.jumps()[1], (Jump{code + 8, code + 12}));
    EXPECT_EQ(path.jumps()[2], (Jump{code + 12, code + 12}));
    EXPECT_FALSE(path.complete());  // the loop turns more than a thousand times
    std::vector<std::pair<std::uint32_t, std::uint32_t>> runs;
    for (const PathLog::Run& run : path.runs()) runs.emplace_back(run.first, run.last);
    EXPECT_THAT(runs, ::testing::UnorderedElementsAre(std::pair{code, code + 8}, std::pair{code + 12, code + 12}));
}

TEST_F(WatchedChip, tells_which_instruction_loaded_what_from_flash) {
    LoadLog loads(100);
    desk.chip.watch({.flash_loads = &loads});
    desk.start();
    EXPECT_THAT(loads.loads(), ElementsAre(FlashLoad{code, 0x08000018, 4}, FlashLoad{code + 4, 0x0800001C, 4}));
}

TEST_F(WatchedChip, tells_what_was_loaded_under_read_protection_too) {
    desk.memory.option_bytes[0] = 0x00;  // RDP
    desk.memory.option_bytes[1] = 0xFF;
    LoadLog loads(100);
    desk.chip.watch({.flash_loads = &loads});
    desk.start();
    EXPECT_THAT(loads.loads(), ElementsAre(FlashLoad{code, 0x08000018, 4}, FlashLoad{code + 4, 0x0800001C, 4}));
}

TEST_F(WatchedChip, tells_of_every_instruction_before_it_runs) {
    Steps watcher(desk.chip);
    desk.chip.watch({.instructions = &watcher});
    desk.start();
    constexpr std::uint32_t addresses[] = {code, code + 2, code + 4, code + 6, code + 8, code + 12, code + 12};
    ASSERT_GT(watcher.steps.size(), std::size(addresses));
    for (std::size_t i = 0; i < std::size(addresses); ++i) {
        EXPECT_EQ(watcher.steps[i].address, addresses[i]);
        EXPECT_EQ(watcher.steps[i].half_word, reads_identity[(addresses[i] - code) / 2]);
        EXPECT_EQ(watcher.steps[i].instructions_before, i);
        EXPECT_GT(watcher.steps[i + 1].at, watcher.steps[i].at);
    }
    EXPECT_EQ(watcher.steps[1].r1, 0U);
    EXPECT_EQ(watcher.steps[2].r1, 0x04030201U);
    // A taken branch at 8 MHz: one cycle and two to refill the pipeline.
    EXPECT_EQ(watcher.steps[6].at - watcher.steps[5].at, 3 * Picoseconds{125'000});
    EXPECT_GE(watcher.stretches, 1U);
}

TEST_F(WatchedChip, runs_to_the_same_moment_as_one_that_nobody_watches) {
    ChipOnDesk alone(config());
    alone.memory.flash = desk.memory.flash;
    LoadLog loads(100);
    Steps steps(desk.chip);
    desk.chip.watch({.path = &path, .reads = &reads, .flash_loads = &loads, .instructions = &steps});
    desk.start();
    alone.start();
    EXPECT_EQ(desk.chip.instructions(), alone.chip.instructions());
    for (unsigned number = 0; number < 17; ++number)
        EXPECT_EQ(desk.chip.register_value(number), alone.chip.register_value(number)) << "R" << number;
}

TEST_F(WatchedChip, is_watched_no_more_once_copied) {
    desk.chip.watch({.path = &path, .reads = &reads});
    testing::ChipMemory memory(desk.config);
    memory.flash = desk.memory.flash;
    Chip copy(desk.chip, memory.spans());
    copy.power_on();
    copy.run_until(copy.now() + testing::after_reset);
    EXPECT_TRUE(path.jumps().empty());
    EXPECT_TRUE(reads.list().empty());
}

TEST_F(WatchedChip, remembers_its_faults_and_why_it_reset) {
    const std::uint16_t undefined[] = {0xDE00};
    put(8, undefined);
    desk.start();
    ASSERT_EQ(desk.chip.faults().size(), 1U);
    EXPECT_EQ(desk.chip.faults()[0].exception, 3U);  // UsageFault is not enabled
    EXPECT_EQ(desk.chip.faults()[0].pc, code);
    EXPECT_FALSE(desk.chip.last_reset().has_value());
    desk.write(0xE000ED0C, 0x05FA0004);
    EXPECT_EQ(desk.chip.last_reset(), ResetCause::software);
}

struct KindRow {
    std::uint32_t address;
    ReadKind kind;
};
class ReadKinds : public ::testing::TestWithParam<KindRow> {};
TEST_P(ReadKinds, follow_from_the_address) { EXPECT_EQ(read_kind(GetParam().address), GetParam().kind); }
INSTANTIATE_TEST_SUITE_P(
    Addresses, ReadKinds,
    ::testing::Values(KindRow{0x1FFFF7E0, ReadKind::flash_size}, KindRow{0x1FFFF7E8, ReadKind::uid},
                      KindRow{0x1FFFF7F3, ReadKind::uid}, KindRow{0x1FFFF7F4, ReadKind::nothing},
                      KindRow{0x1FFFF800, ReadKind::option_bytes}, KindRow{0x4002201C, ReadKind::option_bytes},
                      KindRow{0x40022010, ReadKind::nothing}, KindRow{0x40006C04, ReadKind::backup_register},
                      KindRow{0x40006C2C, ReadKind::nothing}, KindRow{0x40006C40, ReadKind::backup_register},
                      KindRow{0xE0042000, ReadKind::idcode}, KindRow{0xE000ED00, ReadKind::cpuid},
                      KindRow{0x40010808, ReadKind::pins}, KindRow{0x4001080C, ReadKind::nothing},
                      KindRow{0x40012008, ReadKind::pins}, KindRow{0x40021024, ReadKind::reset_cause}));

}  // namespace
}  // namespace jig::machine
