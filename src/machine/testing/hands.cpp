// SPDX-License-Identifier: Apache-2.0
// Accesses by the debugger and by the monitor program.
#include "machine/testing/hands.hpp"

#include <array>
#include <cassert>

#include "base/bytes.hpp"
#include "machine/testing/monitor_program.hpp"

namespace jig::machine::testing {

namespace {

constexpr std::uint32_t VTOR = 0xE000ED08;
constexpr std::uint32_t sram_copy = 0x20000200;
constexpr std::uint32_t stack_top = 0x20001000;

// Orders are given and awaited in steps of this length: short beside the 52.5 us of a half-word.
constexpr Picoseconds poll_step = std::chrono::microseconds{1};
// Longer than a mass erase and a half-word at the datasheet's maximum.
constexpr int poll_limit = 200'000;

}  // namespace

void monitor::lay_out(std::span<std::uint8_t> image, std::uint32_t base) {
    assert(image.size() >= image_bytes);
    for (std::uint32_t i = 0; i < vector_bytes / 4; ++i) store_le32(image.subspan(4 * i), (base + fault_handler) | 1U);
    store_le32(image, stack_top);
    store_le32(image.subspan(4), (base + entry) | 1U);
    for (std::uint32_t i = 0; i < code.size(); ++i) store_le16(image.subspan(vector_bytes + 2 * i), code[i]);
}

Answer DebuggerHands::read(std::uint32_t address, Width width) {
    const Picoseconds asked = desk_.chip.now();
    const DebugReply reply = desk_.read(address, width);
    return {reply.value, reply.fault, desk_.chip.now() - asked};
}

Answer DebuggerHands::write(std::uint32_t address, std::uint32_t value, Width width) {
    const Picoseconds asked = desk_.chip.now();
    const DebugReply reply = desk_.write(address, value, width);
    return {reply.value, reply.fault, desk_.chip.now() - asked};
}

void CoreHands::install(ChipMemory& memory) {
    monitor::lay_out(std::span(memory.flash).first(monitor::image_bytes), 0x08000000);
}

void CoreHands::chip_started() {
    for (int i = 0; i < poll_limit && peek(monitor::mailbox) != 0; ++i) desk_.pass(poll_step);
    if (code_in_ == CodeIn::sram) move_to_sram();
}

void CoreHands::move_to_sram() {
    std::array<std::uint8_t, (monitor::image_bytes + 3) / 4 * 4> image{};
    monitor::lay_out(image, sram_copy);
    for (std::uint32_t at = 0; at < image.size(); at += 4)
        poke(sram_copy + at, load_le32(std::span(image).subspan(at)));
    order(monitor::str, VTOR, sram_copy);
    order(monitor::go, (sram_copy + monitor::entry) | 1U, 0);
}

Answer CoreHands::read(std::uint32_t address, Width width) {
    return order(width == Width::byte   ? monitor::ldrb
                 : width == Width::half ? monitor::ldrh
                                        : monitor::ldr,
                 address, 0);
}

Answer CoreHands::write(std::uint32_t address, std::uint32_t value, Width width) {
    return order(width == Width::byte   ? monitor::strb
                 : width == Width::half ? monitor::strh
                                        : monitor::str,
                 address, value);
}

Answer CoreHands::order(std::uint32_t command, std::uint32_t address, std::uint32_t value) {
    const Picoseconds asked = desk_.chip.now();
    poke(monitor::mailbox + 4, address);
    poke(monitor::mailbox + 8, value);
    poke(monitor::mailbox, command);
    for (int i = 0; i < poll_limit; ++i) {
        desk_.pass(poll_step);
        if (peek(monitor::mailbox) == 0)
            return {peek(monitor::mailbox + 8), peek(monitor::mailbox + 12) != 0, desk_.chip.now() - asked};
    }
    assert(!"the monitor does not answer");
    return {};
}

void CoreHands::poke(std::uint32_t address, std::uint32_t value) {
    desk_.chip.debug_write(address, Width::word, value);
}
std::uint32_t CoreHands::peek(std::uint32_t address) { return desk_.chip.debug_read(address, Width::word).value; }

}  // namespace jig::machine::testing
