// SPDX-License-Identifier: Apache-2.0
// Whoever costs time tells the board how much.
#pragma once

#include "machine/time.hpp"

namespace jig::bench {

class BoardTime {
 public:
    virtual ~BoardTime() = default;
    virtual void advance(machine::Picoseconds duration) = 0;
    // How far the board's time has come.
    [[nodiscard]] virtual machine::Picoseconds moment() const = 0;
};

}  // namespace jig::bench
