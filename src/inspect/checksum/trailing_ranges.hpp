// SPDX-License-Identifier: Apache-2.0
// All ranges of an image whose checksum follows right behind them, in time linear in the image: a hash join of the keys
// of starts with the keys of ends.
#pragma once

#include <array>
#include <vector>

#include "inspect/checksum/field.hpp"
#include "inspect/checksum/key_index.hpp"
#include "inspect/checksum/positions.hpp"
#include "inspect/checksum/prefixes.hpp"

namespace jig::inspect {

struct TrailingRange {
    Extent range;  // the value lies at range.end
    ByteOrder order;
    friend constexpr auto operator<=>(const TrailingRange&, const TrailingRange&) = default;
};

// How many there are. For narrow models, whose ranges agree by chance in their millions, far quicker than meeting each.
[[nodiscard]] std::uint64_t count_trailing_ranges(const ChecksumModel& model, ByteView image, std::size_t step);

// The keys of ends, a block at a time: for each order the value that lies behind the position.
class TrailingKeys {
 public:
    static constexpr std::size_t block = 1024;  // positions; small enough for the first-level cache

    TrailingKeys(const ChecksumModel& model, ByteView image, const Prefixes& prefixes)
        : model_(model), image_(image), prefixes_(prefixes) {}

    // Positions from which a value fits into the image.
    [[nodiscard]] std::size_t count() const;
    // For positions [first, first + block), cut at count().
    void compute(std::size_t first);
    [[nodiscard]] bool is_plausible(ByteOrder order, std::size_t i) const { return plausible_[index(order)][i]; }
    [[nodiscard]] std::uint32_t key(ByteOrder order, std::size_t i) const { return keys_[index(order)][i]; }

 private:
    static std::size_t index(ByteOrder order) { return order == ByteOrder::big ? 1 : 0; }

    const ChecksumModel& model_;
    ByteView image_;
    const Prefixes& prefixes_;
    std::array<std::array<std::uint32_t, block>, 2> values_{};
    std::array<std::array<std::uint32_t, block>, 2> keys_{};
    std::array<std::array<bool, block>, 2> plausible_{};
};

// Calls start(position) for every start and end(position, order, key) for every end, such that all starts at least
// shortest_range before an end come before it. Stops when `end` returns false.
template <class Start, class End>
void pass_over(const ChecksumModel& model, ByteView image, const Prefixes& prefixes, Start&& start, End&& end) {
    const std::vector<bool> allowed = allowed_positions(image, prefixes.step());
    const std::size_t distance = round_up(shortest_range, prefixes.step()) / prefixes.step();
    TrailingKeys keys(model, image, prefixes);
    for (std::size_t first = 0; first < keys.count(); first += TrailingKeys::block) {
        keys.compute(first);
        const std::size_t behind = std::min(keys.count(), first + TrailingKeys::block);
        for (std::size_t p = std::max(first, distance); p < behind; ++p) {
            if (allowed[p - distance]) start(p - distance);
            if (!allowed[p]) continue;
            for (const ByteOrder order : {ByteOrder::little, ByteOrder::big}) {
                if (!keys.is_plausible(order, p - first)) continue;
                if (!end(p, order, keys.key(order, p - first))) return;
            }
        }
    }
}

// Calls visit(const TrailingRange&) for each, as long as it returns true. A value that reads the same both ways counts
// as little-endian only.
template <class Visit>
void for_each_trailing_range(const ChecksumModel& model, ByteView image, const Prefixes& prefixes, Visit&& visit) {
    KeyIndex starts(prefixes.left(), model.width);
    const std::size_t step = prefixes.step();
    pass_over(
        model, image, prefixes, [&](std::size_t position) { starts.insert(position); },
        [&](std::size_t end, ByteOrder order, std::uint32_t key) {
            return starts.for_each(
                key, [&](std::size_t start) { return visit(TrailingRange{{start * step, end * step}, order}); });
        });
}

}  // namespace jig::inspect
