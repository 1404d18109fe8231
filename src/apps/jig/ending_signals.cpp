// SPDX-License-Identifier: Apache-2.0
#include "apps/jig/ending_signals.hpp"

#include <ctime>

namespace jig::app {

EndingSignals::EndingSignals() {
    sigemptyset(&signals_);
    sigaddset(&signals_, SIGINT);
    sigaddset(&signals_, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals_, &before_);
}

EndingSignals::~EndingSignals() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

bool EndingSignals::came() const {
    const timespec no_time{};
    return sigtimedwait(&signals_, nullptr, &no_time) > 0;
}

}  // namespace jig::app
