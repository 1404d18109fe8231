// SPDX-License-Identifier: Apache-2.0
#include "inspect/report/html.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace jig::inspect {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";  // U+FFFD

// Elements that have no end tag in HTML; those of SVG are written like any other.
constexpr std::array<std::string_view, 3> without_end = {"meta", "br", "col"};
// A line of source for each of these, so that two reports can be compared as text.
constexpr std::array<std::string_view, 17> own_line = {"section", "table", "tr",   "li",     "p",    "h1",
                                                       "h2",      "h3",    "svg",  "figure", "body", "head",
                                                       "ul",      "title", "meta", "dl",     "div"};

struct CodePoint {
    char32_t value;
    std::size_t bytes;
};

// The code point at the start of `text`; nothing when it is not well-formed (RFC 3629 section 4).
std::optional<CodePoint> code_point(std::string_view text) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char lead = byte(0);
    if (lead < 0x80) return CodePoint{lead, 1};
    const std::size_t bytes = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || text.size() < bytes) return std::nullopt;
    char32_t value = lead & (0xFFU >> (bytes + 1));
    for (std::size_t i = 1; i < bytes; ++i) {
        if ((byte(i) & 0xC0) != 0x80) return std::nullopt;
        value = value << 6 | (byte(i) & 0x3F);
    }
    constexpr std::array<char32_t, 5> least = {0, 0, 0x80, 0x800, 0x10000};
    const bool surrogate = value >= 0xD800 && value < 0xE000;
    if (value < least.at(bytes) || value > 0x10FFFF || surrogate) return std::nullopt;
    return CodePoint{value, bytes};
}

bool may_be_shown(char32_t value) {
    if (value < 0x20) return value == '\n' || value == '\t';
    const bool turns_the_line = (value >= 0x202A && value <= 0x202E) || (value >= 0x2066 && value <= 0x2069);
    return !(value >= 0x7F && value < 0xA0) && !turns_the_line;
}

std::string_view entity(char32_t value) {
    switch (value) {
        case '&': return "&amp;";
        case '<': return "&lt;";
        case '>': return "&gt;";
        case '"': return "&quot;";
        case '\'': return "&#39;";
        default: return {};
    }
}

std::string escaped(std::string_view plain) {
    std::string markup;
    while (!plain.empty()) {
        const std::optional<CodePoint> next = code_point(plain);
        const std::size_t bytes = next ? next->bytes : 1;
        if (!next || !may_be_shown(next->value))
            markup += replacement;
        else if (const std::string_view name = entity(next->value); !name.empty())
            markup += name;
        else
            markup += plain.substr(0, bytes);
        plain.remove_prefix(bytes);
    }
    return markup;
}

}  // namespace

Html text(std::string_view plain) { return Html(escaped(plain)); }

Html element(std::string_view tag, const Attributes& attributes, const Html& content) {
    std::string markup = "<" + std::string(tag);
    for (const Attribute& attribute : attributes)
        markup += " " + std::string(attribute.name) + "=\"" + escaped(attribute.value) + "\"";
    markup += ">";
    if (std::ranges::find(without_end, tag) == without_end.end())
        markup += content.str() + "</" + std::string(tag) + ">";
    if (std::ranges::find(own_line, tag) != own_line.end()) markup += "\n";
    return Html(std::move(markup));
}

Html element(std::string_view tag, const Html& content) { return element(tag, Attributes{}, content); }
Html element(std::string_view tag, std::string_view plain) { return element(tag, text(plain)); }

Html embedded_style(std::string_view css) { return Html("<style>\n" + std::string(css) + "</style>\n"); }

Html of_class(std::string_view tag, std::string_view name, const Html& content) {
    return element(tag, Attributes{{"class", std::string(name)}}, content);
}
Html of_class(std::string_view tag, std::string_view name, std::string_view plain) {
    return of_class(tag, name, text(plain));
}

}  // namespace jig::inspect
