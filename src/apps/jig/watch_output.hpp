// SPDX-License-Identifier: Apache-2.0
// What a watch saw, for a person and for a program.
#pragma once

#include "apps/jig/command.hpp"
#include "apps/jig/watch_work.hpp"

namespace jig::app {

// One read, in a line.
[[nodiscard]] std::string hit_text(const WatchHit& hit);
// What there is to say in the end.
[[nodiscard]] std::string watch_text(const WatchRecord& record);
// Reads of one address from one place are one hit with a count.
[[nodiscard]] Json watch_json(const WatchRecord& record);

}  // namespace jig::app
