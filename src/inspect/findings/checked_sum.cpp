// SPDX-License-Identifier: Apache-2.0
#include "inspect/findings/checked_sum.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "base/stable_sort.hpp"
#include "chip/part.hpp"
#include "inspect/boot/flash_loads.hpp"
#include "inspect/boot/outcome.hpp"
#include "inspect/checksum/check.hpp"

namespace jig::inspect {
namespace {

constexpr std::uint32_t least_covered = 4;                 // bytes; less is the value itself
constexpr std::size_t most_covers = 8;                     // ranges that are summed up; the shortest first
constexpr std::size_t most_values = 4096;                  // places that may hold the value
constexpr std::size_t most_boots = 12;                     // narrow sums agree by chance, and a boot tells
constexpr std::uint32_t trailing_fields[] = {0, 1, 2, 4};  // bytes at a range's end that are the value

using Ranges = std::vector<AddressRange>;

// Loads that lie end to end are one range.
void add_run(Ranges& ranges, const machine::FlashLoad& load) {
    const std::uint64_t end = std::uint64_t{load.address} + load.bytes;
    if (ranges.empty() || load.address > ranges.back().end()) {
        ranges.push_back({load.address, load.bytes});
    } else {
        ranges.back().length =
            static_cast<std::uint32_t>(std::max<std::uint64_t>(ranges.back().end(), end) - ranges.back().start);
    }
}

class Search {
 public:
    explicit Search(const CheckedSumQuery& query) : query_(query) {}

    Result<CheckedSumAnswer> run() {
        TRY_ASSIGN(const WatchedLoads watched, watch_loads(*query_.golden, query_.plan, 0, query_.plan.duration));
        ++answer_.boots;
        const std::set<std::uint32_t> values = values_of(watched);
        std::vector<CheckedSum> candidates;
        for (const AddressRange& cover : covers_of(watched)) sums_over(cover, values, candidates);
        stable_sort_by(candidates, [](const CheckedSum& sum) { return -static_cast<int>(sum.place.model->width); });
        if (candidates.size() > most_boots) candidates.resize(most_boots);
        for (const CheckedSum& candidate : candidates) {
            TRY_ASSIGN(const bool mends, mended_by(candidate));
            if (!mends) continue;
            answer_.sum = candidate;
            break;
        }
        return answer_;
    }

 private:
    // What one instruction reads without a gap, or all together, and the same without a value at its end.
    [[nodiscard]] Ranges covers_of(const WatchedLoads& watched) const {
        std::map<std::uint32_t, Ranges> by_instruction;
        Ranges all;
        for (const NumberedLoad& one : watched.data) {
            add_run(by_instruction[one.load.pc], one.load);
            add_run(all, one.load);
        }
        Ranges covers;
        const auto add = [&](const AddressRange& range) {
            const bool covers_it = range.contains(query_.differing.start) && range.length >= least_covered;
            if (covers_it && std::ranges::find(covers, range) == covers.end()) covers.push_back(range);
        };
        for (const auto& [pc, ranges] : by_instruction)
            for (const AddressRange& range : ranges) add(range);
        for (const AddressRange& range : all)
            for (const std::uint32_t field : trailing_fields)
                if (range.length > field) add({range.start, range.length - field});
        stable_sort_by(covers, [](const AddressRange& range) { return range.length; });
        if (covers.size() > most_covers) covers.resize(most_covers);
        return covers;
    }

    [[nodiscard]] static std::set<std::uint32_t> values_of(const WatchedLoads& watched) {
        std::set<std::uint32_t> values;
        for (const AddressRange& literal : watched.literals) values.insert(literal.start);
        for (const NumberedLoad& one : watched.data)
            if (values.size() < most_values) values.insert(one.load.address);
        return values;
    }

    void sums_over(const AddressRange& cover, const std::set<std::uint32_t>& values,
                   std::vector<CheckedSum>& candidates) const {
        const ByteView bytes = ByteView(query_.golden->flash).subspan(cover.start - chip::flash_base, cover.length);
        for (const ChecksumModel& model : checksum_models()) {
            if (cover.length % model.word_bytes != 0) continue;
            const std::uint32_t sum = checksum(model, bytes);
            for (const std::uint32_t at : values) add_if_stored(model, sum, cover, at, candidates);
        }
    }

    void add_if_stored(const ChecksumModel& model, std::uint32_t sum, const AddressRange& cover, std::uint32_t at,
                       std::vector<CheckedSum>& candidates) const {
        const AddressRange field{at, model.value_bytes()};
        if (cover.overlaps(field) || field.end() > chip::flash_base + query_.golden->flash.size()) return;
        for (const ByteOrder order : {ByteOrder::little, ByteOrder::big}) {
            if (order == ByteOrder::big && model.width == 8) continue;
            const std::size_t offset = at - chip::flash_base;
            if (!agrees(model, load_field(query_.golden->flash, offset, field.length, order), sum)) continue;
            const ChecksumPlace place{.model = &model, .range = cover, .stored_at = at, .order = order};
            const ChecksumComparison comparison =
                compare_checksum(query_.golden->flash, query_.copy->flash, chip::flash_base, place);
            if (comparison.is_broken()) candidates.push_back({place, comparison.copy.computed});
        }
    }

    Result<bool> mended_by(const CheckedSum& candidate) {
        World mended = *query_.copy;
        const std::uint32_t bytes = candidate.place.model->value_bytes();
        for (std::uint32_t i = 0; i < bytes; ++i) {
            const std::uint32_t shift = 8 * (candidate.place.order == ByteOrder::little ? i : bytes - 1 - i);
            mended.flash[candidate.place.stored_at - chip::flash_base + i] =
                static_cast<std::uint8_t>(candidate.right_value >> shift);
        }
        ++answer_.boots;
        TRY_ASSIGN(
            const BootRecord end,
            boot(mended, {.duration = query_.plan.duration, .from = query_.plan.from, .wait_for_period = false}));
        return alike(*query_.golden_end, end);
    }

    const CheckedSumQuery& query_;
    CheckedSumAnswer answer_;
};

}  // namespace

Result<CheckedSumAnswer> find_checked_sum(const CheckedSumQuery& query) { return Search(query).run(); }

}  // namespace jig::inspect
