// SPDX-License-Identifier: Apache-2.0
#include "clone/pending_protection.hpp"

#include <fmt/format.h>

#include "chip/registers.hpp"

namespace jig::clone {
namespace {

namespace RCC = chip::RCC;

constexpr std::uint32_t HSION = 1U << 0;        // RCC_CR, RM0008 7.3.1
constexpr std::uint32_t SRAMEN_FLITFEN = 0x14;  // RCC_AHBENR after a reset, RM0008 7.3.6

}  // namespace

bool protection_is_pending(const Identity& identity) {
    return !identity.read_protected && chip::OptionBytes(identity.option_bytes).read_protected();
}

Error pending_protection_error(const Identity& identity) {
    return {
        ErrorKind::protection,
        fmt::format("the chip {} can be read now, but its option bytes protect it from the next power-on on; decide "
                    "first with `jig options set RDP=0xA5` (or capture it now), nothing was written",
                    identity.uid_hex())};
}

Result<void> halt_without_reset(Board& board) {
    TRY(board.halt());
    dap::TargetMemory& memory = board.memory();
    TRY_ASSIGN(const std::uint32_t cr, memory.read_word(RCC::CR));
    TRY(memory.write_word(RCC::CR, cr | HSION));
    TRY(memory.write_word(RCC::AHBENR, SRAMEN_FLITFEN));
    return memory.write_word(RCC::APB1ENR, 0);
}

Result<bool> lift_protection(Board& board, const Identity& identity) {
    return board.lift_protection(identity.option_bytes, protection_is_pending(identity));
}

Result<Identity> lift_after_interruption(Board& board, const Identity& identity) {
    TRY_ASSIGN(const bool readable,
               in_context(lift_protection(board, identity), "lifting the read protection an interrupted run left"));
    if (readable) return identify(board);
    return fail(
        ErrorKind::protection,
        "an interrupted run had left the chip read-protected; that is lifted now, and what was on the board is in that "
        "run's backup: take the board's power off and on, and run the same command again");
}

}  // namespace jig::clone
