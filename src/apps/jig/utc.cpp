// SPDX-License-Identifier: Apache-2.0
#include "apps/jig/utc.hpp"

#include <fmt/chrono.h>

namespace jig::app {

std::chrono::sys_seconds utc_now() {
    return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

std::string utc_text(std::chrono::sys_seconds time) {
    return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::chrono::system_clock::to_time_t(time)));
}

}  // namespace jig::app
