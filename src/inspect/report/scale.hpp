// SPDX-License-Identifier: Apache-2.0
// Where things stand on a picture that is as wide as the reader's screen: addresses and times as shares of its width.
#pragma once

#include <string>
#include <vector>

#include "base/range.hpp"

namespace jig::inspect {

// A stretch of the picture, in percent of its width.
struct Stretch {
    double at = 0;
    double width = 0;
};

// From one value to another, linear. Outside values are drawn at the edge.
class Scale {
 public:
    Scale(double from, double to) : from_(from), to_(to) {}
    explicit Scale(const AddressRange& range) : Scale(range.start, static_cast<double>(range.end())) {}

    [[nodiscard]] double at(double value) const;
    [[nodiscard]] Stretch between(double first, double end) const;
    [[nodiscard]] Stretch of(const AddressRange& range) const;

 private:
    double from_;
    double to_;
};

// "12.5%", at most three decimals: 1 MB is resolved to 10 bytes.
[[nodiscard]] std::string percent(double value);

// A step of 1, 2 or 5 times a power of ten that fits at most `most` times into `length`.
[[nodiscard]] double round_step(double length, unsigned most);
// The same for addresses: a power of two.
[[nodiscard]] std::uint32_t round_bytes(std::uint32_t length, unsigned most);

// A row for each mark, so that no two marks of one row are nearer than `least_gap`; marks are sorted. The first row is
// used wherever there is room in it.
[[nodiscard]] std::vector<unsigned> rows_of_marks(const std::vector<double>& marks, double least_gap);

// What a close look at `place` shows: at least 64 bytes, at least twice the place, aligned, and inside `whole`.
[[nodiscard]] AddressRange window_around(const AddressRange& place, const AddressRange& whole);

}  // namespace jig::inspect
