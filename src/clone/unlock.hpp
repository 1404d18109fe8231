// SPDX-License-Identifier: Apache-2.0
// Lifts read-out protection, which erases the chip: only when the caller says that its content is given up.
#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"
#include "clone/board.hpp"

namespace jig::clone {

// The words a person must see before unlocking; apps/ prints them whether or not the content was given up.
[[nodiscard]] std::string unlock_warning();

struct UnlockOutcome {
    bool was_protected = false;
    bool readable_now = false;       // false: a power-on reset is needed first
    std::vector<std::string> notes;  // what was done and what to do next
};

// Errors: refused (`content_given_up` is false; the text is the warning and what to add), timeout, and the link's.
[[nodiscard]] Result<UnlockOutcome> unlock_board(Board& board, bool content_given_up);

}  // namespace jig::clone
