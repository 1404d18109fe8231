// SPDX-License-Identifier: Apache-2.0
// What a watch saw, for a person and for a program.
#pragma once

#include "apps/jig/command.hpp"
#include "apps/jig/watch_work.hpp"

namespace jig::app {

[[nodiscard]] std::string watch_text(const WatchRecord& record);
// Reads of one address from one place are one hit with a count.
[[nodiscard]] Json watch_json(const WatchRecord& record);

}  // namespace jig::app
