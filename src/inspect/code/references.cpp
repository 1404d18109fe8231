// SPDX-License-Identifier: Apache-2.0
#include "inspect/code/references.hpp"

#include <algorithm>

namespace jig::inspect {
namespace {

constexpr std::uint16_t erased_half_word = 0xFFFF;
// System memory and option bytes, RM0008 table 6: with flash, where a word that nobody loads can be a pointer to.
constexpr AddressRange information_block{0x1FFFE000, 0x1FFFF810 - 0x1FFFE000};

// One pass from the first half-word to the last. Literals that a load has named are stepped over, because what follows
// a literal that is read as code may be misread too. Constants below flash are numbers, not addresses.
class Sweep {
 public:
    explicit Sweep(const FlashView& flash) : flash_(flash), is_literal_(flash.bytes.size() / 4 + 1) {}

    std::vector<Reference> run() {
        std::uint32_t address = flash_.base;
        while (flash_.holds(address, 2)) address = step(address);
        add_words();
        std::ranges::sort(references_);
        references_.erase(std::ranges::unique(references_).begin(), references_.end());
        return std::move(references_);
    }

 private:
    std::uint32_t step(std::uint32_t address) {
        if (is_literal_[(address - flash_.base) / 4]) {
            registers_.forget_all();
            return (address & ~3u) + 4;
        }
        if (flash_.half_word(address) == erased_half_word) {
            registers_.forget_all();
            return address + 2;
        }
        const Effect effect = apply_instruction(flash_, address, registers_);
        if (effect.literal) is_literal_[(*effect.literal - flash_.base) / 4] = true;
        if (effect.reference && effect.reference->to >= flash_window.start) {
            references_.push_back(*effect.reference);
            references_.back().from = address;
        }
        if (effect.ends_flow) registers_.forget_all();
        return address + effect.size;
    }

    void add_words() {
        for (std::uint32_t address = flash_.base; flash_.holds(address, 4); address += 4) {
            const std::uint32_t word = flash_.word(address);
            if (is_literal_[(address - flash_.base) / 4]) continue;
            if (!flash_window.contains(word) && !information_block.contains(word)) continue;
            references_.push_back({word, address, Access::address, ReferenceKind::word});
        }
    }

    const FlashView& flash_;
    std::vector<bool> is_literal_;
    KnownRegisters registers_;
    std::vector<Reference> references_;
};

}  // namespace

ReferenceMap ReferenceMap::of(const FlashView& flash) {
    ReferenceMap map;
    map.references_ = Sweep(flash).run();
    return map;
}

std::span<const Reference> ReferenceMap::to(const AddressRange& range) const {
    const auto from = std::ranges::lower_bound(references_, range.start, {}, &Reference::to);
    const auto until = std::ranges::lower_bound(from, references_.end(), range.end(), {},
                                                [](const Reference& one) { return std::uint64_t{one.to}; });
    return {from, until};
}

}  // namespace jig::inspect
