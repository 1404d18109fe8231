// SPDX-License-Identifier: Apache-2.0
#include "apps/jig/wrapped_text.hpp"

#include <algorithm>

namespace jig::app {

std::string wrapped(std::string_view lead, std::string_view text) {
    std::string result(lead);
    std::size_t column = lead.size();
    bool at_start = true;
    while (!text.empty()) {
        const std::string_view word = text.substr(0, std::min(text.find(' '), text.size()));
        text.remove_prefix(std::min(word.size() + 1, text.size()));
        if (!at_start && column + 1 + word.size() > text_columns) {
            result += "\n" + std::string(lead.size(), ' ');
            column = lead.size();
            at_start = true;
        }
        if (!at_start) result += ' ';
        column += word.size() + (at_start ? 0 : 1);
        result += word;
        at_start = false;
    }
    return result + "\n";
}

}  // namespace jig::app
