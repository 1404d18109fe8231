// SPDX-License-Identifier: Apache-2.0
#include "machine/poll_answers.hpp"

#include <gtest/gtest.h>

#include <functional>

#include "base/bytes.hpp"
#include "machine/testing/chip_on_desk.hpp"

namespace jig::machine {
namespace {

using testing::ChipOnDesk;
using namespace std::chrono_literals;

constexpr std::uint32_t TIM9_SR = 0x40014C10;  // XL density's, which nobody models

struct Poller {
    // One loop: reads until `done`, or for `most` turns; says what it read last.
    std::uint32_t poll(const std::function<bool(std::uint32_t)>& done, unsigned most = 100'000) {
        std::uint32_t value = 0;
        for (turns = 0; turns < most; ++turns, instructions += 3) {
            value =
                answers.read({.pc = pc, .address = TIM9_SR, .width = width, .instructions = instructions, .at = 0s});
            if (done(value)) break;
        }
        instructions += 20;
        return value;
    }

    PollAnswers answers;
    std::uint32_t pc = 0x08000100;
    Width width = Width::word;
    std::uint64_t instructions = 1000;
    unsigned turns = 0;
};

TEST(PollAnswers, every_kind_of_loop_is_ended_and_remembered) {
    struct Row {
        const char* name;
        std::uint32_t held;
        bool (*done)(std::uint32_t);
        std::uint32_t told;
    };
    const Row rows[] = {
        {"a flag to rise", 0, [](std::uint32_t v) { return (v & 0x40) != 0; }, 0xFFFFFFFF},
        {"a flag to fall", 0x40, [](std::uint32_t v) { return (v & 0x40) == 0; }, 0},
        {"one flag to rise and no other", 1, [](std::uint32_t v) { return (v & 0x83) == 3; }, 3},
        {"one flag to fall and another to stay", 0x82, [](std::uint32_t v) { return (v & 0x83) == 0x80; }, 0x80},
        {"the topmost bit alone", 0, [](std::uint32_t v) { return v == 0x80000000; }, 0x80000000},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        Poller poller;
        poller.answers.written(TIM9_SR, Width::word, row.held);
        EXPECT_EQ(poller.poll(row.done), row.told);
        EXPECT_GE(poller.turns, PollAnswers::reads_before_answer);
        for (int again = 0; again < 3; ++again) {
            EXPECT_EQ(poller.poll(row.done), row.told);
            EXPECT_EQ(poller.turns, 0u);
        }
        EXPECT_EQ(poller.answers.list().back().held, row.held);
        EXPECT_EQ(poller.answers.list().back().told, row.told);
    }
}

TEST(PollAnswers, a_loop_that_nothing_ends_is_given_up) {
    Poller poller;
    poller.poll([](std::uint32_t) { return false; });
    const std::size_t tried = poller.answers.list().size();
    EXPECT_EQ(poller.poll([](std::uint32_t) { return false; }, 1000), 0u);
    EXPECT_EQ(poller.answers.list().size(), tried);
}

TEST(PollAnswers, what_is_remembered_is_given_up_when_it_ends_nothing_any_more) {
    Poller poller;
    poller.poll([](std::uint32_t v) { return (v & 1) != 0; });
    EXPECT_EQ(poller.poll([](std::uint32_t v) { return v == 4; }), 4u);
}

TEST(PollAnswers, reads_now_and_then_are_no_loop) {
    Poller poller;
    for (unsigned read = 0; read < 10 * PollAnswers::reads_before_answer; ++read) {
        EXPECT_EQ(poller.poll([](std::uint32_t) { return true; }), 0u);
        poller.instructions += PollAnswers::longest_turn + 1;
    }
    EXPECT_TRUE(poller.answers.list().empty());
}

TEST(PollAnswers, registers_hold_what_was_written_in_every_width) {
    Poller poller;
    poller.answers.written(TIM9_SR, Width::word, 0x11223344);
    poller.answers.written(TIM9_SR + 1, Width::byte, 0xAA);
    const auto once = [](std::uint32_t) { return true; };
    EXPECT_EQ(poller.poll(once), 0x1122AA44u);
    poller.width = Width::half;
    EXPECT_EQ(poller.poll(once), 0xAA44u);
    EXPECT_EQ(poller.poll([](std::uint32_t v) { return v == 0xFFFF; }), 0xFFFFu) << "no wider than the access";
}

TEST(PollAnswers, input_is_never_invented) {
    struct Row {
        const char* name;
        std::uint32_t address;
        bool input;
    };
    const Row rows[] = {
        {"SPI1_DR", 0x4001300C, true},   {"SPI1_SR", 0x40013008, false},   {"I2C1_DR", 0x40005410, true},
        {"USART1_DR", 0x40013804, true}, {"USART1_SR", 0x40013800, false}, {"ADC1_DR", 0x4001244C, true},
        {"ADC3_JDR1", 0x40013C3C, true}, {"ADC1_SR", 0x40012400, false},   {"SDIO_FIFO", 0x40018080, true},
        {"SDIO_STA", 0x40018034, false}, {"SDIO_RESP1", 0x40018014, true},
    };
    for (const Row& row : rows) {
        EXPECT_EQ(is_input_register(row.address), row.input) << row.name;
        PollAnswers answers;
        std::uint32_t any = 0;
        for (std::uint64_t turn = 0; turn < 2000; ++turn)
            any |= answers.read(
                {.pc = 2, .address = row.address, .width = Width::word, .instructions = 3 * turn, .at = 0s});
        EXPECT_EQ(any == 0, row.input) << row.name;
    }
}

// 1: ldr r1, [r0]; lsls r2, r1, #25; bpl 1b; adds r3, #1; str r3, [r4]; b 1b: waits for bit 6, counts in SRAM.
void install_waiter(ChipOnDesk& desk, std::uint32_t address) {
    const std::uint16_t code[] = {0xF240,
                                  0x0400,
                                  0xF2C2,
                                  0x0400,
                                  0x2300,
                                  0x4803,
                                  0x6801,
                                  0x064A,
                                  0xD5FC,
                                  0x3301,
                                  0x6023,
                                  0xE7F9,
                                  static_cast<std::uint16_t>(address),
                                  static_cast<std::uint16_t>(address >> 16)};
    const std::span<std::uint8_t> flash(desk.memory.flash);
    store_le32(flash, 0x20001000);
    store_le32(flash.subspan(4), 0x08000101);
    for (std::size_t i = 0; i < std::size(code); ++i) store_le16(flash.subspan(0x100 + 2 * i), code[i]);
}

TEST(PollAnswers, on_a_chip_are_off_at_first_and_say_what_they_did) {
    for (const bool on : {false, true}) {
        SCOPED_TRACE(on);
        ChipOnDesk desk;
        install_waiter(desk, TIM9_SR);
        desk.chip.answer_polls(on);
        desk.chip.power_on();
        desk.pass(10ms);
        desk.write(0x20000000, desk.read(0x20000000).value);
        const std::uint32_t before = desk.read(0x20000000).value;
        desk.pass(10ms);
        EXPECT_EQ(desk.read(0x20000000).value != before, on);
        ASSERT_EQ(desk.chip.interventions().size(), on ? 1u : 0u);
        EXPECT_EQ(desk.chip.unmodelled().size(), 1u) << "counted in any case";
        if (!on) continue;
        const Intervention done = desk.chip.interventions().front();
        EXPECT_EQ(done.address, TIM9_SR);
        EXPECT_EQ(done.pc, 0x0800010Cu);
        EXPECT_EQ(done.held, 0u);
        EXPECT_EQ(done.told, 0xFFFFFFFFu);
        EXPECT_GT(done.first_at, 0s);
        desk.chip.power_off();
        desk.chip.power_on();
        EXPECT_TRUE(desk.chip.interventions().empty());
    }
}

TEST(PollAnswers, never_touch_a_modelled_register) {
    ChipOnDesk desk;
    install_waiter(desk, 0x40000010);  // TIM2_SR, whose clock is off
    desk.chip.answer_polls(true);
    desk.start();
    EXPECT_TRUE(desk.chip.interventions().empty());
}

TEST(PollAnswers, a_copy_goes_on_alike) {
    ChipOnDesk desk;
    install_waiter(desk, TIM9_SR);
    desk.chip.answer_polls(true);
    desk.chip.power_on();
    desk.pass(2510us);
    testing::ChipMemory memory = desk.memory;
    Chip copy(desk.chip, memory.spans());
    desk.pass(5ms);
    copy.run_until(desk.chip.now());
    EXPECT_EQ(copy.instructions(), desk.chip.instructions());
    ASSERT_EQ(copy.interventions().size(), 1u);
    EXPECT_EQ(copy.interventions()[0].count, desk.chip.interventions()[0].count);
}

}  // namespace
}  // namespace jig::machine
