// SPDX-License-Identifier: Apache-2.0
// What a board's probe goes on with by itself while time passes: piece by piece, each of which moves the clock.
#pragma once

namespace jig::bench {

class BackgroundWork {
 public:
    virtual ~BackgroundWork() = default;
    // One piece, which may end a little after the time it was called for; false: there is nothing to do. Called within
    // itself, because a piece moves the clock, it does nothing.
    virtual bool work() = 0;
};

}  // namespace jig::bench
