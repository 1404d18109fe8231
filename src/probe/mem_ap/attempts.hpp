// SPDX-License-Identifier: Apache-2.0
// What a memory transfer does after it failed: try again, with a count, or say what happened.
#pragma once

#include <string_view>

#include "probe/mem_ap/debug_link.hpp"

namespace jig::probe::mem_ap {

class Attempts {
 public:
    explicit Attempts(DebugLink& link) : link_(link) {}

    // Something got through: the count begins anew.
    void progress() { failures_ = 0; }
    // After a failed try: readies the link for another one, waiting a little after a WAIT; or the error to report,
    // which begins with `what`. Errors: wait, fault, link, timeout.
    Result<void> after(const DapOutcome& outcome, std::string_view what);

 private:
    [[nodiscard]] bool spent() const;
    [[nodiscard]] std::unexpected<Error> give_up(ErrorKind kind, std::string_view what, std::string_view why) const;

    DebugLink& link_;
    int failures_ = 0;
};

}  // namespace jig::probe::mem_ap
