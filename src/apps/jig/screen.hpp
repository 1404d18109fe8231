// SPDX-License-Identifier: Apache-2.0
// Where progress is shown, and by which clock its rates are computed.
#pragma once

#include <cstdio>

#include "base/clock.hpp"

namespace jig::app {

struct Screen {
    std::FILE* out = nullptr;
    bool is_terminal = false;
    const Clock* clock = nullptr;
};

}  // namespace jig::app
