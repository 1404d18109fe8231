// SPDX-License-Identifier: Apache-2.0
#include "clone/unlock.hpp"

#include "clone/identify.hpp"
#include "clone/pending_protection.hpp"

namespace jig::clone {

std::string unlock_warning() {
    return "lifting read protection erases the whole flash of this chip, and nobody can bring its content back";
}

Result<UnlockOutcome> unlock_board(Board& board, bool content_given_up) {
    if (!content_given_up) return fail(ErrorKind::refused, unlock_warning() + "; add --give-up-content to do it");
    TRY_ASSIGN(const Identity identity, identify(board));
    UnlockOutcome outcome;
    outcome.was_protected = identity.read_protected;
    if (!identity.read_protected && !protection_is_pending(identity)) {
        outcome.readable_now = true;
        outcome.notes.emplace_back("the chip is not read-protected; nothing was changed");
        return outcome;
    }
    TRY_ASSIGN(outcome.readable_now, in_context(lift_protection(board, identity), "lifting read protection"));
    outcome.notes.emplace_back(identity.read_protected
                                   ? "RDP is 0xA5 again, and the flash is erased"
                                   : "RDP is 0xA5 again before it took effect; the flash is as it was");
    if (!outcome.readable_now) {
        outcome.notes.emplace_back("the chip stays protected until its power is taken off and on");
    }
    return outcome;
}

}  // namespace jig::clone
