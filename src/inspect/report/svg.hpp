// SPDX-License-Identifier: Apache-2.0
// Pieces of pictures without a viewBox: across, everything is in percent of the reader's width; down, and all text, in
// pixels. So a picture is as legible on a telephone as on paper.
#pragma once

#include "inspect/report/html.hpp"
#include "inspect/report/scale.hpp"

namespace jig::inspect {

// From `top` on, `height` pixels high; `name` is the class that colours it.
struct Band {
    double top = 0;
    double height = 0;
};
[[nodiscard]] Html box(std::string_view name, const Stretch& across, const Band& down);
[[nodiscard]] Html upright(std::string_view name, double at, const Band& down);

enum class Anchor : std::uint8_t { start, middle, end };
[[nodiscard]] Html label(std::string_view name, double at, double baseline, std::string_view words,
                         Anchor anchor = Anchor::start);
// A number in a disc, centred.
[[nodiscard]] Html disc(std::string_view name, double at, double middle, std::size_t number);

// The picture; `title` is its name to a screen reader, `description` says in words what it shows.
[[nodiscard]] Html picture(std::string_view name, double height, std::string_view title, std::string_view description,
                           const Html& content);
// A picture whose table row says all there is to say.
[[nodiscard]] Html silent_picture(std::string_view name, double height, const Html& content);

}  // namespace jig::inspect
