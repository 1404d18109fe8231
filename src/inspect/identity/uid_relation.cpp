// SPDX-License-Identifier: Apache-2.0
#include "inspect/identity/uid_relation.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "inspect/identity/uid_search.hpp"
#include "inspect/layout/chance.hpp"

namespace jig::inspect {
namespace {

constexpr std::size_t most_close_bytes = 4;  // UIDs of one wafer differ in the coordinates and perhaps the wafer
constexpr std::size_t least_diffused_bytes = 4;
constexpr double ways_to_mix = 3;
constexpr std::size_t truncation_step = 4;  // digests and texts are cut at whole words

std::size_t differing(ByteView a, ByteView b) {
    std::size_t count = 0;
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) count += a[i] != b[i];
    return count;
}

bool xored(ByteView a, ByteView fa, ByteView b, ByteView fb) {
    for (std::size_t i = 0; i < a.size(); ++i) {
        if ((a[i] ^ fa[i]) != (b[i] ^ fb[i])) return false;
    }
    return true;
}

std::uint32_t number(ByteView bytes, std::size_t width, bool big_endian) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < width; ++i) {
        value = value << 8 | bytes[big_endian ? i : width - 1 - i];
    }
    return value;
}

// Word by word, or as the one half-word that it is.
bool added(ByteView a, ByteView fa, ByteView b, ByteView fb, bool big_endian) {
    const std::size_t width = a.size() % 4 == 0 ? 4 : 2;
    const std::uint32_t mask = width == 4 ? 0xFFFFFFFF : 0xFFFF;
    if (a.size() % width != 0) return false;
    for (std::size_t i = 0; i < a.size(); i += width) {
        const auto at = [&](ByteView bytes) { return number(bytes.subspan(i), width, big_endian); };
        if (((at(a) - at(fa)) & mask) != ((at(b) - at(fb)) & mask)) return false;
    }
    return true;
}

// Tries every function at every place around the focus, on all boards at once.
class RelationSearch {
 public:
    RelationSearch(std::span<const BoardSample> samples, std::size_t focus, std::size_t focus_length)
        : samples_(samples), focus_(focus), focus_end_(focus + focus_length) {
        for (const UidValue& value : functions()) by_kind_[static_cast<std::size_t>(value.kind)] += 1;
    }

    std::optional<UidRelation> best() {
        for (std::size_t function = 0; function < functions().size(); ++function) {
            const UidValue& tried = functions()[function];
            try_everywhere(function, tried.size);
            for (std::size_t length = tried.least; length < tried.size; length += truncation_step) {
                try_everywhere(function, length);
            }
        }
        return std::move(best_);
    }

 private:
    [[nodiscard]] std::span<const UidValue> functions() const { return samples_.front().values; }

    void try_everywhere(std::size_t function, std::size_t length) {
        const std::size_t first = focus_ >= length ? focus_ - length + 1 : 0;
        for (std::size_t at = first; at < focus_end_ && at + length <= samples_.front().bytes.size(); ++at) {
            try_at(function, at, length);
        }
    }

    ByteView part(std::size_t board, std::size_t at, std::size_t length) const {
        return samples_[board].bytes.subspan(at, length);
    }
    ByteView value(std::size_t board, std::size_t function, std::size_t length) const {
        return samples_[board].values[function].view().first(length);
    }

    bool holds(Mixed mixed, std::size_t function, std::size_t at, std::size_t length) const {
        const ByteView a = part(0, at, length);
        const ByteView fa = value(0, function, length);
        if (mixed == Mixed::not_at_all && !std::ranges::equal(a, fa)) return false;
        for (std::size_t board = 1; board < samples_.size(); ++board) {
            const ByteView b = part(board, at, length);
            const ByteView fb = value(board, function, length);
            if (mixed == Mixed::added ? !added(a, fa, b, fb, functions()[function].big_endian) : !xored(a, fa, b, fb)) {
                return false;
            }
        }
        return true;
    }

    // Bytes in which a board differs from the first and yet fits are worth 8 bits each; a value that fits without a
    // constant is worth its own bytes too.
    double bits(Mixed mixed, std::size_t at, std::size_t length) const {
        double sum = mixed == Mixed::not_at_all ? match_bits(part(0, at, length)) : 0;
        for (std::size_t board = 1; board < samples_.size(); ++board) {
            sum += 8.0 * static_cast<double>(differing(part(0, at, length), part(board, at, length)));
        }
        return sum;
    }

    bool varies_in_focus(std::size_t at, std::size_t length) const {
        const std::size_t from = std::max(at, focus_);
        const std::size_t to = std::min(at + length, focus_end_);
        for (std::size_t board = 1; from < to && board < samples_.size(); ++board) {
            if (differing(part(0, from, to - from), part(board, from, to - from)) != 0) return true;
        }
        return false;
    }

    void try_at(std::size_t function, std::size_t at, std::size_t length) {
        const UidValue& tried = functions()[function];
        for (const Mixed mixed : {Mixed::not_at_all, Mixed::xored, Mixed::added}) {
            // The question that nearly always says no after one byte comes first.
            if (!holds(mixed, function, at, length)) continue;
            if (!varies_in_focus(at, length)) return;
            const double places = static_cast<double>(focus_end_ - focus_ + length);
            const double hypotheses = by_kind_[static_cast<std::size_t>(tried.kind)] * places * ways_to_mix;
            const double explained = bits(mixed, at, length);
            take({tried.name, tried.kind, mixed, at, length, expected_by_chance(hypotheses, explained)}, explained);
            return;
        }
    }

    // What explains more is better; of equals the plainer relation, the one with nothing mixed in, the longer one.
    void take(UidRelation found, double explained_bits) {
        if (found.by_chance >= candidate_below) return;
        const auto rank = std::tuple(-std::floor(explained_bits / 8), found.kind, found.mixed,
                                     -static_cast<std::ptrdiff_t>(found.length), found.by_chance);
        if (best_ && rank >= best_rank_) return;
        best_ = std::move(found);
        best_rank_ = rank;
    }

    std::span<const BoardSample> samples_;
    std::size_t focus_;
    std::size_t focus_end_;
    std::array<double, 3> by_kind_{};  // functions in the catalogue, by UidFunctionKind
    std::optional<UidRelation> best_;
    std::tuple<double, UidFunctionKind, Mixed, std::ptrdiff_t, double> best_rank_;
};

}  // namespace

std::optional<UidRelation> relate_to_uids(std::span<const BoardSample> samples, std::size_t focus,
                                          std::size_t focus_length) {
    if (samples.size() < 2) return std::nullopt;
    if (std::ranges::any_of(samples, [](const BoardSample& sample) { return sample.values.empty(); }))
        return std::nullopt;
    return RelationSearch(samples, focus, focus_length).best();
}

DiffusionTest test_diffusion(std::span<const BoardSample> samples) {
    DiffusionTest closest;
    for (std::size_t a = 0; a < samples.size(); ++a) {
        for (std::size_t b = a + 1; b < samples.size(); ++b) {
            const std::size_t uid_bytes = differing(samples[a].uid, samples[b].uid);
            if (uid_bytes == 0 || (closest.uid_bytes != 0 && closest.uid_bytes <= uid_bytes)) continue;
            closest = {Diffusion::cannot_tell, uid_bytes, differing(samples[a].bytes, samples[b].bytes)};
        }
    }
    if (closest.uid_bytes == 0 || closest.uid_bytes > most_close_bytes || closest.own_bytes == 0) return closest;
    const std::size_t size = samples.front().bytes.size();
    if (closest.own_bytes <= closest.uid_bytes) {
        closest.diffusion = Diffusion::small;
    } else if (size >= least_diffused_bytes && closest.own_bytes > 2 * closest.uid_bytes &&
               4 * closest.own_bytes >= 3 * size) {
        closest.diffusion = Diffusion::whole;
    }
    return closest;
}

}  // namespace jig::inspect
