// SPDX-License-Identifier: Apache-2.0
#include "apps/jig/option_output.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/bytes.hpp"
#include "chip/option_text.hpp"

namespace jig::app {

std::string option_bytes_text(const chip::OptionBytes& bytes, const chip::Part& part) {
    std::string text = fmt::format("option bytes  {}\n", to_hex(bytes.raw()));
    for (const chip::OptionLine& line : chip::explain_options(bytes, part)) {
        text += fmt::format("  {:<11} {:<5} {}\n", line.field, line.value, line.meaning);
    }
    return text;
}

Json option_bytes_json(const chip::OptionBytes& bytes, const chip::Part& part) {
    Json fields = Json::object();
    for (const chip::OptionLine& line : chip::explain_options(bytes, part)) {
        fields[line.field] = {{"value", line.value}, {"meaning", line.meaning}, {"takes_effect", line.takes_effect}};
    }
    return {{"raw", to_hex(bytes.raw())}, {"fields", fields}};
}

const chip::Part& part_for_options(const clone::Identity& identity) {
    if (!identity.candidates.empty()) return *identity.candidates.front();
    const auto parts = chip::all_parts();
    return *std::ranges::find(parts, identity.density->density, &chip::Part::density);
}

}  // namespace jig::app
