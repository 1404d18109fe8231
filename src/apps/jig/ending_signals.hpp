// SPDX-License-Identifier: Apache-2.0
// Ctrl-C as a question that a loop asks, so that what was set in a chip is put back before the program ends.
#pragma once

#include <signal.h>

namespace jig::app {

// SIGINT and SIGTERM wait for came() while one of these lives.
class EndingSignals {
 public:
    EndingSignals();
    ~EndingSignals();
    EndingSignals(const EndingSignals&) = delete;
    EndingSignals& operator=(const EndingSignals&) = delete;

    [[nodiscard]] bool came() const;

 private:
    sigset_t signals_{};
    sigset_t before_{};
};

}  // namespace jig::app
