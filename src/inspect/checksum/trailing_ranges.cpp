// SPDX-License-Identifier: Apache-2.0
#include "inspect/checksum/trailing_ranges.hpp"

namespace jig::inspect {
namespace {

constexpr unsigned widest_histogram = 16;  // bits: 256 KB of counters stay in the second-level cache

std::uint64_t count_by_histogram(const ChecksumModel& model, ByteView image, const Prefixes& prefixes) {
    std::vector<std::uint32_t> starts(std::size_t{1} << model.width);
    std::uint64_t ranges = 0;
    pass_over(
        model, image, prefixes, [&](std::size_t position) { ++starts[prefixes.left()[position]]; },
        [&](std::size_t, ByteOrder, std::uint32_t key) {
            ranges += starts[key];
            return true;
        });
    return ranges;
}

}  // namespace

std::size_t TrailingKeys::count() const {
    if (image_.size() < model_.value_bytes()) return 0;
    return std::min(prefixes_.count(), (image_.size() - model_.value_bytes()) / prefixes_.step() + 1);
}

void TrailingKeys::compute(std::size_t first) {
    const std::size_t size = std::min(block, count() - first);
    for (std::size_t i = 0; i < size; ++i) {
        const std::size_t offset = (first + i) * prefixes_.step();
        const std::uint32_t little = load_field(image_, offset, model_.value_bytes(), ByteOrder::little);
        const std::uint32_t big = load_field(image_, offset, model_.value_bytes(), ByteOrder::big);
        values_[0][i] = little;
        values_[1][i] = big;
        plausible_[0][i] = inspect::is_plausible(model_, little);
        plausible_[1][i] = big != little && inspect::is_plausible(model_, big);
    }
    for (const std::size_t order : {0U, 1U}) {
        prefixes_.right(first, std::span(values_[order]).first(size), std::span(keys_[order]).first(size));
    }
}

std::uint64_t count_trailing_ranges(const ChecksumModel& model, ByteView image, std::size_t step) {
    const std::unique_ptr<Prefixes> prefixes =
        make_prefixes(model, image, std::max<std::size_t>(step, model.word_bytes));
    if (model.width <= widest_histogram) return count_by_histogram(model, image, *prefixes);
    std::uint64_t ranges = 0;
    for_each_trailing_range(model, image, *prefixes, [&](const TrailingRange&) {
        ++ranges;
        return true;
    });
    return ranges;
}

}  // namespace jig::inspect
