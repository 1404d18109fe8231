// SPDX-License-Identifier: Apache-2.0
#include "machine/peripherals/can_filters.hpp"

#include "machine/peripherals/registers.hpp"

namespace jig::machine {

namespace {

constexpr std::uint32_t RTR = bit(1), IDE = bit(2);
constexpr std::uint32_t compared = 0xFFFFFFFE;  // bit 0 of a 32-bit filter means nothing

// Figure 230: STID[10:0], RTR, IDE, EXID[17:15].
std::uint32_t narrowed(std::uint32_t identifier) {
    return (identifier >> 16 & 0xFFE0) | ((identifier & RTR) != 0 ? bit(4) : 0) |
           ((identifier & IDE) != 0 ? bit(3) : 0) | field(identifier, 20, 18);
}

}  // namespace

unsigned CanFilters::filters_of(unsigned bank) const {
    const bool list = (FM1R & bit(bank)) != 0, wide = (FS1R & bit(bank)) != 0;
    return wide ? (list ? 2 : 1) : (list ? 4 : 2);
}

// 24.7.4, filter match index: filters of a FIFO are numbered whether their bank is active or not.
unsigned CanFilters::first_index(unsigned bank) const {
    unsigned index = 0;
    for (unsigned before = 0; before < bank; ++before)
        if ((FFA1R >> before & 1) == (FFA1R >> bank & 1)) index += filters_of(before);
    return index;
}

// Which of the bank's own filters it is.
std::optional<unsigned> CanFilters::match_in(unsigned bank, std::uint32_t identifier) const {
    const bool list = (FM1R & bit(bank)) != 0, wide = (FS1R & bit(bank)) != 0;
    const auto [first, second] = words[bank];
    if (wide && list) {
        if (((first ^ identifier) & compared) == 0) return 0;
        return ((second ^ identifier) & compared) == 0 ? std::optional(1u) : std::nullopt;
    }
    if (wide) return ((first ^ identifier) & second & compared) == 0 ? std::optional(0u) : std::nullopt;
    const std::uint32_t narrow = narrowed(identifier);
    const std::uint32_t halves[] = {first & 0xFFFF, first >> 16, second & 0xFFFF, second >> 16};
    for (unsigned i = 0; list && i < 4; ++i)
        if (halves[i] == narrow) return i;
    for (unsigned i = 0; !list && i < 2; ++i)
        if (((halves[2 * i] ^ narrow) & halves[2 * i + 1]) == 0) return i;
    return std::nullopt;
}

// Priority: 32 bits before 16, list before mask, then the lower number.
std::optional<CanFilters::Match> CanFilters::match(std::uint32_t identifier) const {
    for (const bool wide : {true, false}) {
        for (const bool list : {true, false}) {
            for (unsigned bank = 0; bank < banks; ++bank) {
                const std::uint32_t mask = bit(bank);
                if ((FA1R & mask) == 0 || ((FS1R & mask) != 0) != wide || ((FM1R & mask) != 0) != list) continue;
                if (const auto own = match_in(bank, identifier))
                    return Match{.fifo = FFA1R >> bank & 1, .index = first_index(bank) + *own};
            }
        }
    }
    return std::nullopt;
}

}  // namespace jig::machine
