// SPDX-License-Identifier: Apache-2.0
#include "inspect/boot/seal.hpp"

#include <algorithm>
#include <map>
#include <span>
#include <utility>

#include "chip/part.hpp"
#include "inspect/boot/flash_loads.hpp"
#include "inspect/boot/outcome.hpp"
#include "inspect/boot/unnoticed_changes.hpp"

namespace jig::inspect {
namespace {

constexpr std::uint32_t least_covered = 192;         // bytes; less is a record or a table
constexpr std::size_t most_windows_tried = 2;        // in which changes are made
constexpr std::size_t most_stored_tried = 12;        // ranges that may hold the value
constexpr std::uint32_t least_bytes_of_cover = 512;  // an instruction that loads more reads an image, not a value

using Ranges = std::vector<AddressRange>;

struct Reading {
    AddressRange range;
    std::size_t last = 0;  // number of its last load
};

// By address; `wanted` says by its instruction whether a load counts.
template <typename Wanted>
std::vector<Reading> readings(const std::vector<NumberedLoad>& loads, Wanted wanted) {
    std::vector<Reading> found;
    for (const auto& [load, number] : loads) {
        if (!wanted(load.pc)) continue;
        const std::uint64_t end = std::uint64_t{load.address} + load.bytes;
        if (!found.empty() && load.address <= found.back().range.end()) {
            AddressRange& range = found.back().range;
            range.length = static_cast<std::uint32_t>(std::max(range.end(), end) - range.start);
            found.back().last = std::max(found.back().last, number);
        } else {
            found.push_back({{load.address, load.bytes}, number});
        }
    }
    return found;
}

class Search {
 public:
    explicit Search(const SealQuery& query) : query_(query), golden_(*query.golden) {}

    Result<SealAnswer> run() {
        TRY_ASSIGN(const WatchedLoads watched, watch_loads(golden_, query_.plan, 0, query_.plan.duration));
        const auto all = readings(watched.data, [](std::uint32_t) { return true; });
        const auto longest = std::ranges::max_element(all, {}, [](const Reading& one) { return one.range.length; });
        if (longest == all.end() || longest->range.length < least_covered) return SealAnswer{{}, boots_};
        for (const std::uint32_t window : windows_in(longest->range, watched)) {
            TRY_ASSIGN(const bool noticed, notices_a_bit(window));
            if (!noticed) continue;
            Seal seal{.covered = longest->range, .stored = {}};
            TRY_ASSIGN(seal.kind, kind_at(window));
            TRY_ASSIGN(seal.stored, stored_value(watched));
            return SealAnswer{seal, boots_};
        }
        return SealAnswer{{}, boots_};
    }

 private:
    // Where nothing runs and no literal lies; from the end, where tables and padding are.
    [[nodiscard]] std::vector<std::uint32_t> windows_in(const AddressRange& covered,
                                                        const WatchedLoads& watched) const {
        std::vector<std::uint32_t> windows;
        constexpr auto length = static_cast<std::uint32_t>(unnoticed_window);
        const std::uint32_t margin = covered.length / 8 / 4 * 4;
        for (std::uint32_t at = covered.start + covered.length / 4 * 4 - margin; at >= covered.start + length;) {
            at -= length;
            const AddressRange window{at, length};
            const auto meets = [&](const AddressRange& range) {
                return AddressRange{home_of(range.start), range.length}.overlaps(window);
            };
            if (std::ranges::any_of(watched.code.ranges(), meets) || std::ranges::any_of(watched.literals, meets) ||
                is_constant(window))
                continue;
            windows.push_back(at);
            if (windows.size() == most_windows_tried) break;
        }
        return windows;
    }

    [[nodiscard]] bool is_constant(const AddressRange& range) const {
        const auto bytes = std::span(golden_.flash).subspan(range.start - chip::flash_base, range.length);
        return std::ranges::adjacent_find(bytes, std::ranges::not_equal_to{}) == bytes.end();
    }

    Result<BootRecord> boot_with(const World& world) {
        ++boots_;
        return boot(world, {.duration = query_.plan.duration, .from = query_.plan.from, .wait_for_period = false});
    }

    Result<bool> notices_a_bit(std::uint32_t address) {
        World changed = golden_;
        changed.flash[address - chip::flash_base] ^= 0x10;
        TRY_ASSIGN(const BootRecord end, boot_with(changed));
        return alike(*query_.copy_end, end) && !alike(*query_.golden_end, end);
    }

    // Whether the change can be made and the board runs all the same.
    template <typename Change>
    Result<bool> lets_pass(std::uint32_t address, Change change) {
        World changed = golden_;
        const MutableByteView bytes = MutableByteView(changed.flash).subspan(address - chip::flash_base);
        if (!change(bytes.first<unnoticed_window>())) return false;
        TRY_ASSIGN(const BootRecord end, boot_with(changed));
        return alike(*query_.golden_end, end);
    }

    Result<SealKind> kind_at(std::uint32_t address) {
        TRY_ASSIGN(const bool sum, lets_pass(address, exchange_bits));
        if (sum) return SealKind::sum;
        TRY_ASSIGN(const bool weighted, lets_pass(address, balance_bytes));
        if (weighted) return SealKind::weighted;
        for (const BitOrder order :
             {BitOrder::lowest_first, BitOrder::highest_first, BitOrder::highest_first_of_words}) {
            TRY_ASSIGN(const bool cyclic,
                       lets_pass(address, [order](Window bytes) { return add_polynomials(bytes, order); }));
            if (cyclic) return SealKind::cyclic;
        }
        return SealKind::diffused;
    }

    // The last bytes, loaded by instructions that read little, whose change is noticed.
    Result<std::optional<AddressRange>> stored_value(const WatchedLoads& watched) {
        std::map<std::uint32_t, std::uint32_t> bytes_by_pc;
        for (const auto& [load, number] : watched.data) bytes_by_pc[load.pc] += load.bytes;
        auto values = readings(watched.data, [&](std::uint32_t pc) { return bytes_by_pc[pc] < least_bytes_of_cover; });
        std::ranges::sort(values, std::ranges::greater{}, &Reading::last);
        if (values.size() > most_stored_tried) values.resize(most_stored_tried);
        for (const Reading& value : values) {
            TRY_ASSIGN(const bool noticed, notices_a_bit(value.range.start));
            if (noticed) return std::optional(value.range);
        }
        return std::optional<AddressRange>{};
    }

    const SealQuery& query_;
    const World& golden_;
    std::size_t boots_ = 0;
};

}  // namespace

const char* name_of(SealKind kind) {
    switch (kind) {
        case SealKind::sum: return "a sum or an exclusive or";
        case SealKind::weighted: return "a Fletcher or Adler checksum";
        case SealKind::cyclic: return "a CRC";
        case SealKind::diffused: return "a hash, a cipher or a signature";
    }
    return "";
}

Result<SealAnswer> find_seal(const SealQuery& query) { return Search(query).run(); }

}  // namespace jig::inspect
