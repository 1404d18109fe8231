// SPDX-License-Identifier: Apache-2.0
// Markup that cannot be broken by what it shows: text and attributes are escaped on the way in, and nothing else can
// become Html.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace jig::inspect {

struct Attribute {
    std::string_view name;
    std::string value;
};
using Attributes = std::vector<Attribute>;

class Html {
 public:
    Html() = default;
    [[nodiscard]] const std::string& str() const { return markup_; }
    [[nodiscard]] bool empty() const { return markup_.empty(); }
    Html& operator+=(const Html& more) {
        markup_ += more.markup_;
        return *this;
    }
    friend Html operator+(Html first, const Html& second) { return std::move(first += second); }

 private:
    friend Html text(std::string_view plain);
    friend Html embedded_style(std::string_view css);
    friend Html element(std::string_view tag, const Attributes& attributes, const Html& content);
    explicit Html(std::string markup) : markup_(std::move(markup)) {}
    std::string markup_;
};

// What a reader sees is `plain`. What is no UTF-8, and what no text may hold (control characters, marks that turn the
// direction of writing), becomes U+FFFD.
[[nodiscard]] Html text(std::string_view plain);
// <tag name="value">content</tag>. Tag and names are the program's own words.
[[nodiscard]] Html element(std::string_view tag, const Attributes& attributes, const Html& content = {});
[[nodiscard]] Html element(std::string_view tag, const Html& content);
[[nodiscard]] Html element(std::string_view tag, std::string_view plain);
// The one piece of foreign text that is taken as it is: the page's own style sheet.
[[nodiscard]] Html embedded_style(std::string_view css);

// <tag class="name">…</tag>, which most elements are.
[[nodiscard]] Html of_class(std::string_view tag, std::string_view name, const Html& content);
[[nodiscard]] Html of_class(std::string_view tag, std::string_view name, std::string_view plain);

}  // namespace jig::inspect
