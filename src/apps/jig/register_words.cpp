// SPDX-License-Identifier: Apache-2.0
#include "apps/jig/register_words.hpp"

#include <fmt/format.h>

#include "base/bytes.hpp"
#include "inspect/trace/trace_entry.hpp"

namespace jig::app {

std::string registers_text(std::span<const std::uint32_t> values) {
    constexpr std::size_t in_a_line = 4;
    std::string text;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const bool ends_line = i % in_a_line == in_a_line - 1 || i + 1 == values.size();
        text += fmt::format("  {:>6} {:08x}{}", inspect::register_names[i], values[i], ends_line ? "\n" : "");
    }
    return text;
}

Json registers_json(std::span<const std::uint32_t> values) {
    Json json = Json::object();
    for (std::size_t i = 0; i < values.size(); ++i) json[inspect::register_names[i]] = hex_address(values[i]);
    return json;
}

}  // namespace jig::app
