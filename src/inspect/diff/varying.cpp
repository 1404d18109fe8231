// SPDX-License-Identifier: Apache-2.0
#include "inspect/diff/varying.hpp"

#include <algorithm>
#include <set>

namespace jig::inspect {
namespace {

// Bytes of one field may happen to be equal; more than this many in a row begin another field.
constexpr std::uint32_t field_gap_bytes = 3;
// Between differences of two firmware builds; what is further apart is not the same piece of firmware.
constexpr std::uint32_t version_gap_bytes = 256;
// A difference of this many bytes, alone between stretches that are equal, need not be firmware.
constexpr std::uint32_t lone_bytes = 64;

// A stretch of addresses that the same dumps hold.
struct Stretch {
    AddressRange range;
    std::vector<std::size_t> holders;
};

std::vector<Stretch> stretches(std::span<const Dump> dumps) {
    std::set<std::uint64_t> edges;
    for (const Dump& dump : dumps) {
        for (const AddressRange& range : dump.flash.read) edges.insert({range.start, range.end()});
    }
    std::vector<Stretch> found;
    for (auto at = edges.begin(); at != edges.end() && std::next(at) != edges.end(); ++at) {
        const AddressRange range{static_cast<std::uint32_t>(*at), static_cast<std::uint32_t>(*std::next(at) - *at)};
        Stretch stretch{range, {}};
        for (std::size_t i = 0; i < dumps.size(); ++i) {
            if (dumps[i].flash.covers(range)) stretch.holders.push_back(i);
        }
        if (!stretch.holders.empty()) found.push_back(std::move(stretch));
    }
    return found;
}

// Compares the bytes of one stretch; runs come out already joined.
class StretchComparison {
 public:
    StretchComparison(std::span<const Dump> dumps, const Stretch& stretch) : dumps_(dumps), stretch_(stretch) {
        for (const std::size_t holder : stretch.holders) {
            views_.push_back(dumps[holder].flash.view().clipped(stretch.range).bytes);
        }
    }

    void add_to(VaryingFlash& found) {
        const std::size_t before = found.runs.size();
        for (std::uint32_t i = 0; i < stretch_.range.length; ++i) {
            if (alike_from(i)) {
                i += block - 1;
                continue;
            }
            if (all_equal(i)) continue;
            ++found.varying_bytes;
            add_byte(found.runs, before, stretch_.range.start + i, class_at(i));
        }
    }

 private:
    static constexpr std::uint32_t block = 64;

    bool alike_from(std::uint32_t i) const {
        if (i + block > stretch_.range.length) return false;
        const ByteView first = views_.front().subspan(i, block);
        return std::ranges::all_of(views_,
                                   [&](ByteView view) { return std::ranges::equal(view.subspan(i, block), first); });
    }
    bool all_equal(std::uint32_t i) const {
        return std::ranges::all_of(views_, [&](ByteView view) { return view[i] == views_.front()[i]; });
    }

    FieldClass class_at(std::uint32_t i) const {
        FieldClass kind = FieldClass::per_version;
        for (std::size_t a = 0; a < views_.size(); ++a) {
            for (std::size_t b = a + 1; b < views_.size(); ++b) {
                const Dump& one = dumps_[stretch_.holders[a]];
                const Dump& other = dumps_[stretch_.holders[b]];
                if (one.version != other.version || views_[a][i] == views_[b][i]) continue;
                if (one.board == other.board) return FieldClass::volatile_;
                kind = FieldClass::per_unit;
            }
        }
        return kind;
    }

    void add_byte(std::vector<VaryingRun>& runs, std::size_t first, std::uint32_t address, FieldClass kind) const {
        if (runs.size() > first && joins(runs.back(), address, kind)) {
            runs.back().range.length = address + 1 - runs.back().range.start;
            runs.back().kind = std::max(runs.back().kind, kind);
            return;
        }
        runs.push_back({{address, 1}, kind, stretch_.holders});
    }

    // Bytes of a unit's record may be equal on the boards of one version by chance, so neighbours of different classes
    // are one field, as long as it stays short.
    static bool joins(const VaryingRun& run, std::uint32_t address, FieldClass kind) {
        const std::uint64_t gap = address - run.range.end();
        const bool firmware = run.kind == FieldClass::per_version && kind == FieldClass::per_version;
        const bool mixed = (run.kind == FieldClass::per_version) != (kind == FieldClass::per_version);
        if (firmware) return gap <= version_gap_bytes;
        return gap <= field_gap_bytes && (!mixed || address - run.range.start < lone_bytes);
    }

    std::span<const Dump> dumps_;
    const Stretch& stretch_;
    std::vector<ByteView> views_;
};

bool two_boards_share_a_version(std::span<const Dump> dumps, const std::vector<std::size_t>& holders) {
    for (const std::size_t a : holders) {
        for (const std::size_t b : holders) {
            if (dumps[a].version == dumps[b].version && dumps[a].board != dumps[b].board) return true;
        }
    }
    return false;
}

bool two_boards(std::span<const Dump> dumps, const std::vector<std::size_t>& holders) {
    return std::ranges::any_of(holders,
                               [&](std::size_t holder) { return dumps[holder].board != dumps[holders.front()].board; });
}

}  // namespace

std::string_view name_of(FieldClass kind) {
    switch (kind) {
        case FieldClass::per_version: return "per version";
        case FieldClass::unit_or_version: return "per unit or per version";
        case FieldClass::per_unit: return "per unit";
        case FieldClass::volatile_: return "volatile";
    }
    return "";
}

VaryingFlash find_varying(std::span<const Dump> dumps) {
    VaryingFlash found;
    for (const Stretch& stretch : stretches(dumps)) {
        if (stretch.holders.size() < dumps.size()) {
            MissingRange missing{stretch.range, {}};
            for (std::size_t i = 0; i < dumps.size(); ++i) {
                if (!std::ranges::binary_search(stretch.holders, i)) missing.absent_in.push_back(i);
            }
            found.missing.push_back(std::move(missing));
        }
        if (stretch.holders.size() < 2) continue;
        found.compared_bytes += stretch.range.length;
        StretchComparison(dumps, stretch).add_to(found);
    }
    for (VaryingRun& run : found.runs) {
        const bool lone = run.kind == FieldClass::per_version && run.range.length <= lone_bytes;
        if (lone && two_boards(dumps, run.holders) && !two_boards_share_a_version(dumps, run.holders)) {
            run.kind = FieldClass::unit_or_version;
        }
    }
    return found;
}

}  // namespace jig::inspect
