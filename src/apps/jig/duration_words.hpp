// SPDX-License-Identifier: Apache-2.0
// How long, as people type it.
#pragma once

#include <string_view>

#include "base/clock.hpp"
#include "base/result.hpp"

namespace jig::app {

// "500ms", "2s", "1.5s", at most an hour. Errors: usage.
[[nodiscard]] Result<Duration> parse_duration(std::string_view text);

}  // namespace jig::app
