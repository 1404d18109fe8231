// SPDX-License-Identifier: Apache-2.0
// Wall time, which only apps/ reads.
#pragma once

#include <chrono>
#include <string>

namespace jig::app {

[[nodiscard]] std::chrono::sys_seconds utc_now();
// "2026-11-22T17:34:52Z"
[[nodiscard]] std::string utc_text(std::chrono::sys_seconds time);

}  // namespace jig::app
