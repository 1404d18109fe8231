// SPDX-License-Identifier: Apache-2.0
#include "inspect/boot/start_at.hpp"

#include <fmt/format.h>

#include "base/bytes.hpp"

namespace jig::inspect {
namespace {

using machine::Width;

// DDI 0403 C1.6 and B3.2.5.
constexpr std::uint32_t DHCSR = 0xE000EDF0, DCRSR = 0xE000EDF4, DCRDR = 0xE000EDF8, DEMCR = 0xE000EDFC;
constexpr std::uint32_t VTOR = 0xE000ED08;
constexpr std::uint32_t DBGKEY = 0xA05F0000, C_DEBUGEN = 1, VC_CORERESET = 1, REGWnR = 1 << 16;
constexpr unsigned MSP = 17, PC = 15;
// VTOR takes bits 29:7.
constexpr std::uint32_t vector_table_alignment = 0x80;

constexpr machine::Picoseconds longest_reset = std::chrono::milliseconds{20};

void write_register(machine::Chip& chip, unsigned number, std::uint32_t value) {
    chip.debug_write(DCRDR, Width::word, value);
    chip.debug_write(DCRSR, Width::word, REGWnR | number);
}

bool code_can_be_at(machine::Chip& chip, std::uint32_t entry) {
    return (entry & 1) != 0 && !chip.debug_read(entry & ~1u, Width::half).fault;
}

}  // namespace

Result<void> start_at(board::Board& board, std::uint32_t vector_table) {
    machine::Chip& chip = board.chip();
    chip.debug_write(DHCSR, Width::word, DBGKEY | C_DEBUGEN);
    chip.debug_write(DEMCR, Width::word, VC_CORERESET);
    board.run_until(chip.now() + longest_reset);
    const machine::DebugReply sp = chip.debug_read(vector_table, Width::word);
    const machine::DebugReply pc = chip.debug_read(vector_table + 4, Width::word);
    if (vector_table % vector_table_alignment != 0 || sp.fault || pc.fault || !code_can_be_at(chip, pc.value)) {
        return fail(
            ErrorKind::usage,
            fmt::format("no vector table can be at {}: give the address of one, a multiple of 0x80 whose second "
                        "word is an odd address of code",
                        hex_address(vector_table)));
    }
    chip.debug_write(VTOR, Width::word, vector_table);
    write_register(chip, MSP, sp.value);
    write_register(chip, PC, pc.value & ~1u);
    chip.debug_write(DEMCR, Width::word, 0);
    chip.debug_write(DHCSR, Width::word, DBGKEY | C_DEBUGEN);
    chip.debug_write(DHCSR, Width::word, DBGKEY);
    return {};
}

}  // namespace jig::inspect
