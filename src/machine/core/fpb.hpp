// SPDX-License-Identifier: Apache-2.0
// The flash patch and breakpoint unit, DDI 0403 C1.11: 6 instruction and 2 literal comparators.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

namespace jig::machine {

class Fpb {
 public:
    static constexpr unsigned code_comparators = 6;
    static constexpr unsigned literal_comparators = 2;

    // Offsets from 0xE0002000.
    [[nodiscard]] std::uint32_t read(std::uint32_t offset) const;
    void write(std::uint32_t offset, std::uint32_t value);

    [[nodiscard]] bool enabled() const { return enabled_; }
    [[nodiscard]] bool breakpoint_at(std::uint32_t address) const;
    // Where the instruction word or the literal at `address` is taken from instead.
    [[nodiscard]] std::optional<std::uint32_t> remapped_code(std::uint32_t address) const;
    [[nodiscard]] std::optional<std::uint32_t> remapped_literal(std::uint32_t address) const;
    [[nodiscard]] bool literals_remapped() const;

    template <typename Visit>
    void for_each_code_word(Visit visit) const {
        for (unsigned i = 0; i < code_comparators; ++i) {
            if ((comparators_[i] & 1) != 0) visit(comparators_[i] & comp_mask);
        }
    }

 private:
    static constexpr std::uint32_t comp_mask = 0x1FFFFFFC;
    [[nodiscard]] bool matches(unsigned index, std::uint32_t address) const {
        return (comparators_[index] & 1) != 0 && (comparators_[index] & comp_mask) == (address & ~3u);
    }
    bool enabled_ = false;
    std::uint32_t remap_ = 0x20000000;
    std::array<std::uint32_t, code_comparators + literal_comparators> comparators_{};
};

}  // namespace jig::machine
