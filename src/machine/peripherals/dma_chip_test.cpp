// SPDX-License-Identifier: Apache-2.0
// DMA on a whole chip: through the bus matrix, with the USART behind it, and with read protection before it.
#include <gtest/gtest.h>

#include <string_view>

#include "machine/testing/chip_on_desk.hpp"
#include "machine/testing/idle_program.hpp"

namespace jig::machine {
namespace {

using testing::ChipMemory;
using testing::ChipOnDesk;
using namespace std::chrono_literals;

constexpr std::uint32_t AHBENR = 0x40021014, APB2ENR = 0x40021018, NVIC_ISER0 = 0xE000E100;
constexpr std::uint32_t DMA1_ISR = 0x40020000, DMA1_IFCR = 0x40020004;
constexpr std::uint32_t USART1_DR = 0x40013804, USART1_BRR = 0x40013808, USART1_CR1 = 0x4001380C,
                        USART1_CR3 = 0x40013814;
constexpr std::uint32_t EN = 1, TCIE = 2, DIR = 16, PINC = 64, MINC = 128, MEM2MEM = 1u << 14, words = 0xA00;
constexpr std::uint32_t buffer = 0x20000100;
constexpr std::string_view text = "boot 1.0\r\n";

struct DmaChip : ChipOnDesk {
    explicit DmaChip(const testing::CountedInterrupt* counted = nullptr) {
        testing::install_idle(memory.flash, counted);
    }
    void open() {
        start();
        write(AHBENR, 0x15);
        write(APB2ENR, 1u << 14);
    }
    void channel(unsigned number, std::uint32_t peripheral, std::uint32_t target, std::uint32_t count,
                 std::uint32_t ccr) {
        const std::uint32_t base = DMA1_ISR + 0x08 + 20 * (number - 1);
        write(base, 0);
        write(base + 4, count);
        write(base + 8, peripheral);
        write(base + 12, target);
        write(base, ccr | EN);
    }
    void send_text() {
        for (std::uint32_t i = 0; i < text.size(); ++i)
            write(buffer + i, static_cast<std::uint8_t>(text[i]), Width::byte);
        write(USART1_BRR, 69);  // 115200 of 8 MHz
        write(USART1_CR3, 0x80);
        channel(4, USART1_DR, buffer, text.size(), DIR | MINC | TCIE);
        write(USART1_CR1, 0x2008);
    }
};

std::string_view as_text(const std::vector<std::uint8_t>& bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

constexpr testing::CountedInterrupt transfer_complete = {.irq = 14, .acknowledge = DMA1_IFCR, .value = 0xF000};

TEST(DmaOnTheChip, copies_flash_to_sram_while_the_core_sleeps) {
    DmaChip desk;
    desk.open();
    desk.channel(1, 0x08000200, buffer, 4, MEM2MEM | PINC | MINC | words);
    desk.pass(10us);
    EXPECT_EQ(desk.read(DMA1_ISR).value & 2, 2u);
    for (std::uint32_t i = 0; i < 16; i += 4) EXPECT_EQ(desk.read(buffer + i).value, desk.read(0x08000200 + i).value);
}

TEST(DmaOnTheChip, takes_a_transfer_error_where_the_bus_answers_with_one) {
    struct Row {
        const char* name;
        std::uint32_t peripheral;
    };
    const Row rows[] = {{"a hole", 0x60000000},
                        {"the bit-band alias, which the core's bus interface makes", 0x22000000},
                        {"the private peripheral bus", 0xE000ED00},
                        {"behind the flash", 0x08040000}};
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        DmaChip desk;
        desk.open();
        desk.channel(1, row.peripheral, buffer, 1, MEM2MEM | words);
        desk.pass(10us);
        EXPECT_EQ(desk.read(DMA1_ISR).value, 9u);
    }
}

TEST(DmaOnTheChip, is_refused_main_flash_under_read_protection) {
    DmaChip desk;
    desk.memory.option_bytes[0] = 0x00;
    desk.memory.option_bytes[1] = 0xFF;
    desk.open();
    desk.channel(1, 0x08000200, buffer, 1, MEM2MEM | words);
    desk.pass(10us);
    EXPECT_EQ(desk.read(DMA1_ISR).value, 9u);
}

TEST(DmaOnTheChip, sends_a_text_through_the_usart_and_interrupts_once_when_it_has_handed_it_over) {
    DmaChip desk(&transfer_complete);
    desk.open();
    desk.write(testing::interrupt_count, 0);
    desk.write(NVIC_ISER0, 1u << transfer_complete.irq);
    desk.send_text();
    desk.pass(2ms);
    const std::vector<std::uint8_t> sent = desk.chip.take_uart_output(1);
    EXPECT_EQ(as_text(sent), text);
    EXPECT_EQ(desk.read(testing::interrupt_count).value, 1u);
    EXPECT_EQ(desk.read(DMA1_ISR).value, 0u);
}

TEST(DmaOnTheChip, receives_into_a_circular_buffer) {
    DmaChip desk;
    desk.open();
    desk.write(USART1_BRR, 69);
    desk.write(USART1_CR3, 0x40);
    desk.channel(5, USART1_DR, buffer, 4, MINC | 32);
    desk.write(USART1_CR1, 0x2004);
    const std::array<std::uint8_t, 6> bytes = {1, 2, 3, 4, 5, 6};
    desk.chip.send_to_uart(1, bytes);
    desk.pass(2ms);
    EXPECT_EQ(desk.read(buffer).value, 0x04030605u);
    EXPECT_EQ(desk.read(DMA1_ISR + 0x08 + 80 + 4).value, 2u);
}

TEST(DmaOnTheChip, a_copy_in_the_middle_of_a_transfer_ends_as_the_original_does) {
    DmaChip desk(&transfer_complete);
    desk.open();
    desk.send_text();
    desk.pass(300us);
    ChipMemory memory = desk.memory;
    Chip copy(desk.chip, memory.spans());
    desk.pass(2ms);
    copy.run_until(desk.chip.now());
    const std::vector<std::uint8_t> original = desk.chip.take_uart_output(1), copied = copy.take_uart_output(1);
    EXPECT_EQ(as_text(copied), text);
    EXPECT_EQ(as_text(original), text);
    EXPECT_EQ(copy.instructions(), desk.chip.instructions());
}

}  // namespace
}  // namespace jig::machine
