// SPDX-License-Identifier: Apache-2.0
// What a memory or register transfer does after it failed: try again, with a count, or say what happened.
#pragma once

#include <string_view>

#include "probe/stlink/session.hpp"

namespace jig::probe::stlink {

class Attempts {
 public:
    explicit Attempts(Session& session) : session_(session) {}

    // Something got through: the count begins anew.
    void progress();
    // After a try that failed: readies the link for another one, waiting a little after a WAIT; or the error to report,
    // which begins with `what`. Errors: wait, fault, link, timeout.
    Result<void> after(const LastStatus& last, std::string_view what);

 private:
    [[nodiscard]] bool spent() const;
    Result<void> after_fault(const LastStatus& last, std::string_view what);
    Result<void> give_up(ErrorKind kind, const LastStatus& last, std::string_view what) const;

    Session& session_;
    int failures_ = 0;
    bool waited_ = false;
};

}  // namespace jig::probe::stlink
