// SPDX-License-Identifier: Apache-2.0
#include "apps/jig/duration_words.hpp"

#include <fmt/format.h>

#include <charconv>

namespace jig::app {

Result<Duration> parse_duration(std::string_view text) {
    constexpr double longest_s = 3600;
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
    const std::string_view unit(end, static_cast<std::size_t>(text.data() + text.size() - end));
    const double in_seconds = unit == "ms" ? number / 1000 : number;
    if (error != std::errc{} || (unit != "s" && unit != "ms") || !(in_seconds > 0) || in_seconds > longest_s) {
        return fail(ErrorKind::usage, fmt::format("'{}' is not a time; write 500ms or 2s, up to 3600s", text));
    }
    return std::chrono::duration_cast<Duration>(std::chrono::duration<double>(in_seconds));
}

}  // namespace jig::app
