// SPDX-License-Identifier: Apache-2.0
#include "inspect/report/scale.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>

namespace jig::inspect {

double Scale::at(double value) const {
    if (to_ <= from_) return 0;
    return std::clamp((value - from_) / (to_ - from_), 0.0, 1.0) * 100;
}

Stretch Scale::between(double first, double end) const { return {at(first), at(end) - at(first)}; }

Stretch Scale::of(const AddressRange& range) const { return between(range.start, static_cast<double>(range.end())); }

std::string percent(double value) {
    std::string digits = fmt::format("{:.3f}", value);
    digits.erase(digits.find_last_not_of('0') + 1);
    if (digits.back() == '.') digits.pop_back();
    return digits + "%";
}

double round_step(double length, unsigned most) {
    const double least = length / most;
    const double power = std::pow(10, std::floor(std::log10(least)));
    for (const double factor : {1.0, 2.0, 5.0})
        if (factor * power >= least) return factor * power;
    return 10 * power;
}

std::uint32_t round_bytes(std::uint32_t length, unsigned most) {
    return std::bit_ceil(std::max<std::uint32_t>(1, (length + most - 1) / most));
}

std::vector<unsigned> rows_of_marks(const std::vector<double>& marks, double least_gap) {
    std::vector<double> last;  // of each row
    std::vector<unsigned> rows;
    for (const double mark : marks) {
        const auto room = std::ranges::find_if(last, [&](double before) { return mark - before >= least_gap; });
        rows.push_back(static_cast<unsigned>(room - last.begin()));
        if (room == last.end())
            last.push_back(mark);
        else
            *room = mark;
    }
    return rows;
}

AddressRange window_around(const AddressRange& place, const AddressRange& whole) {
    constexpr std::uint32_t least_bytes = 64;
    const std::uint64_t wanted = std::bit_ceil(std::max<std::uint64_t>(least_bytes, 2 * std::uint64_t{place.length}));
    if (wanted >= whole.length) return whole;
    const auto length = static_cast<std::uint32_t>(wanted);
    const std::uint64_t middle = (std::uint64_t{place.start} + place.end()) / 2;
    const std::uint64_t unaligned = std::max<std::uint64_t>(middle, whole.start + length / 2) - length / 2;
    const std::uint64_t step = length / 4;
    const std::uint64_t aligned = unaligned / step * step;
    const std::uint64_t start = std::clamp<std::uint64_t>(aligned, whole.start, whole.end() - length);
    return {static_cast<std::uint32_t>(start), length};
}

}  // namespace jig::inspect
