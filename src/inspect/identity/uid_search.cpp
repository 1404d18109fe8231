// SPDX-License-Identifier: Apache-2.0
#include "inspect/identity/uid_search.hpp"

#include <algorithm>
#include <bitset>
#include <tuple>

#include "inspect/layout/chance.hpp"

namespace jig::inspect {
namespace {

constexpr std::size_t key_bytes = 4;
// More would be a flash made of the UID; the best ones are among the first.
constexpr std::size_t most_raw_hits = 4096;

// Finds catalogue values by their first four bytes; the first two decide in most places.
class ValueIndex {
 public:
    explicit ValueIndex(std::span<const UidValue> values) {
        for (std::uint32_t i = 0; i < values.size(); ++i) {
            if (values[i].size < key_bytes || match_bits(values[i].view().first(key_bytes)) == 0) continue;
            entries_.push_back({load_le32(values[i].view()), i});
            filter_.set(load_le16(values[i].view()));
        }
        std::ranges::sort(entries_);
    }

    template <typename Visit>
    void visit(ByteView bytes, Visit visit) const {
        if (!filter_.test(load_le16(bytes))) return;
        const std::uint32_t key = load_le32(bytes);
        for (auto at = std::ranges::lower_bound(entries_, std::pair{key, 0u}); at != entries_.end() && at->first == key;
             ++at) {
            visit(at->second);
        }
    }

 private:
    std::vector<std::pair<std::uint32_t, std::uint32_t>> entries_;  // first four bytes, index of the value
    std::bitset<0x10000> filter_;
};

std::size_t common_length(ByteView a, ByteView b) {
    const std::size_t most = std::min(a.size(), b.size());
    return static_cast<std::size_t>(
        std::mismatch(a.begin(), a.begin() + static_cast<std::ptrdiff_t>(most), b.begin()).first - a.begin());
}

// Best first; a hit that lies inside of a better one says nothing new.
std::vector<UidHit> best_hits(std::vector<UidHit> hits) {
    std::ranges::sort(hits, {}, [](const UidHit& hit) {
        return std::tuple(hit.by_chance, -static_cast<int>(hit.range.length), hit.range.start, hit.kind);
    });
    std::vector<UidHit> best;
    for (UidHit& hit : hits) {
        const bool known =
            std::ranges::any_of(best, [&](const UidHit& better) { return better.range.overlaps(hit.range); });
        if (!known && best.size() < most_uid_hits) best.push_back(std::move(hit));
    }
    return best;
}

}  // namespace

double match_bits(ByteView bytes) {
    return 8.0 * static_cast<double>(
                     std::ranges::count_if(bytes, [](std::uint8_t byte) { return byte != 0x00 && byte != 0xFF; }));
}

std::vector<UidHit> find_uid_functions(const FlashView& flash, std::span<const UidValue> values) {
    if (values.empty() || flash.bytes.size() < key_bytes) return {};
    const ValueIndex index(values);
    const auto used = static_cast<double>(
        flash.bytes.size() - static_cast<std::size_t>(std::ranges::count(flash.bytes, image::erased_byte)));
    std::vector<UidHit> hits;
    for (std::uint32_t offset = 0; offset + key_bytes <= flash.bytes.size(); ++offset) {
        const ByteView here = flash.bytes.subspan(offset);
        index.visit(here, [&](std::uint32_t i) {
            const std::size_t length = common_length(values[i].view(), here);
            if (length < values[i].least || hits.size() == most_raw_hits) return;
            const double places = offset % 4 == 0 ? used / 4 : used;
            const double by_chance =
                expected_by_chance(places * static_cast<double>(values.size()), match_bits(here.first(length)));
            if (by_chance >= candidate_below) return;
            hits.push_back(
                {{flash.base + offset, static_cast<std::uint32_t>(length)}, values[i].name, values[i].kind, by_chance});
        });
    }
    return best_hits(std::move(hits));
}

}  // namespace jig::inspect
