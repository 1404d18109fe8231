// SPDX-License-Identifier: Apache-2.0
// Whatever text is shown, it cannot become markup, and it is always well-formed UTF-8.
#include "inspect/report/html.hpp"

#include <gtest/gtest.h>

namespace jig::inspect {
namespace {

struct Row {
    const char* name;
    std::string plain;
    std::string shown;
};
const Row rows[] = {
    {"markup", "<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"},
    {"an_entity", "&lt;", "&amp;lt;"},
    {"quotes", "\"it's\"", "&quot;it&#39;s&quot;"},
    {"line_and_tab", "a\n\tb", "a\n\tb"},
    {"control_characters", std::string("a\0\x1b\x7f", 4), "a\uFFFD\uFFFD\uFFFD"},
    {"good_utf8", "caf\u00e9 \u2716 \U0001F50C", "caf\u00e9 \u2716 \U0001F50C"},
    {"a_lone_byte", "caf\xe9!", "caf\uFFFD!"},
    {"a_cut_sequence", "\xe2\x9c", "\uFFFD\uFFFD"},
    {"an_overlong_slash", "\xc0\xaf", "\uFFFD\uFFFD"},
    {"an_overlong_bracket", "\xe0\x80\xbc", "\uFFFD\uFFFD\uFFFD"},
    {"a_surrogate", "\xed\xa0\x80", "\uFFFD\uFFFD\uFFFD"},
    {"beyond_unicode", "\xf4\x90\x80\x80", "\uFFFD\uFFFD\uFFFD\uFFFD"},
    {"turned_writing", "gol\u202Egij.ned", "gol\uFFFDgij.ned"},
    {"c1_controls", "a\u0085b", "a\uFFFDb"},
};

class Text : public ::testing::TestWithParam<Row> {};
TEST_P(Text, is_shown_and_nothing_more) { EXPECT_EQ(text(GetParam().plain).str(), GetParam().shown); }
INSTANTIATE_TEST_SUITE_P(Html, Text, ::testing::ValuesIn(rows),
                         [](const auto& row) { return std::string(row.param.name); });

TEST(Html, nests_elements_and_escapes_attributes) {
    const Html inner = element("code", "a<b");
    EXPECT_EQ(element("td", Attributes{{"title", "\"><b>"}}, inner).str(),
              "<td title=\"&quot;&gt;&lt;b&gt;\"><code>a&lt;b</code></td>");
    EXPECT_EQ(element("meta", Attributes{{"name", "x"}}).str(), "<meta name=\"x\">\n");
    EXPECT_EQ((of_class("p", "lead", "one") + text(" two")).str(), "<p class=\"lead\">one</p>\n two");
}

}  // namespace
}  // namespace jig::inspect
