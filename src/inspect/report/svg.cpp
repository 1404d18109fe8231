// SPDX-License-Identifier: Apache-2.0
#include "inspect/report/svg.hpp"

#include <fmt/format.h>

namespace jig::inspect {
namespace {

std::string pixels(double value) { return fmt::format("{:g}", value); }

std::string word_of(Anchor anchor) {
    switch (anchor) {
        case Anchor::start: return "start";
        case Anchor::middle: return "middle";
        case Anchor::end: return "end";
    }
    return "start";
}

}  // namespace

Html box(std::string_view name, const Stretch& across, const Band& down) {
    return element("rect", Attributes{{"class", std::string(name)},
                                      {"x", percent(across.at)},
                                      {"y", pixels(down.top)},
                                      {"width", percent(across.width)},
                                      {"height", pixels(down.height)}});
}

Html upright(std::string_view name, double at, const Band& down) {
    return element("line", Attributes{{"class", std::string(name)},
                                      {"x1", percent(at)},
                                      {"x2", percent(at)},
                                      {"y1", pixels(down.top)},
                                      {"y2", pixels(down.top + down.height)}});
}

Html label(std::string_view name, double at, double baseline, std::string_view words, Anchor anchor) {
    return element("text",
                   Attributes{{"class", std::string(name)},
                              {"x", percent(at)},
                              {"y", pixels(baseline)},
                              {"text-anchor", word_of(anchor)}},
                   text(words));
}

Html disc(std::string_view name, double at, double middle, std::size_t number) {
    constexpr double radius = 9;
    constexpr double half_a_digit = 4;
    const Html circle = element(
        "circle",
        Attributes{{"class", std::string(name)}, {"cx", percent(at)}, {"cy", pixels(middle)}, {"r", pixels(radius)}});
    return circle + label("number", at, middle + half_a_digit, fmt::format("{}", number), Anchor::middle);
}

Html picture(std::string_view name, double height, std::string_view title, std::string_view description,
             const Html& content) {
    return element("svg",
                   Attributes{{"class", std::string(name)},
                              {"width", "100%"},
                              {"height", pixels(height)},
                              {"role", "img"},
                              {"aria-label", fmt::format("{}. {}", title, description)}},
                   element("title", title) + element("desc", description) + content);
}

Html silent_picture(std::string_view name, double height, const Html& content) {
    return element(
        "svg",
        Attributes{
            {"class", std::string(name)}, {"width", "100%"}, {"height", pixels(height)}, {"aria-hidden", "true"}},
        content);
}

}  // namespace jig::inspect
