// SPDX-License-Identifier: Apache-2.0
// The injected faults of the flash: where power is cut, what a half-done operation leaves, and bits that waver.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/random.hpp"
#include "machine/chip.hpp"

namespace jig::machine {

// Counts operations since power-on. Each cut happens once in the life of a chip, so that the next attempt can succeed.
class FlashMishaps {
 public:
    FlashMishaps(const ChipFaults& faults, std::uint32_t flash_bytes);

    void power_on();

    // An operation begins; true: power is to be cut during it (an option operation: before it).
    [[nodiscard]] bool cuts_half_word();
    [[nodiscard]] bool cuts_erase();
    [[nodiscard]] bool cuts_option();

    // What the cut leaves: some of the bits that were to be cleared are, some are not.
    [[nodiscard]] std::uint16_t half_programmed(std::uint16_t before, std::uint16_t wanted);
    void half_erase(std::span<std::uint8_t> bytes);

    // Whether any weak bit lies in [offset, offset + bytes).
    [[nodiscard]] bool wavers(std::uint32_t offset, std::uint32_t bytes) const;
    // A byte as this read sees it.
    [[nodiscard]] std::uint8_t read(std::uint32_t offset, std::uint8_t stored);

 private:
    struct WeakBit {
        std::uint32_t offset;
        std::uint8_t mask;
    };
    // An operation of the counted kind; true once, when `count` reaches `at`.
    static bool strikes(std::int64_t& count, std::int64_t& at);

    ChipFaults faults_;
    Random random_;
    std::vector<WeakBit> weak_bits_;  // by offset
    std::int64_t half_words_ = 0;
    std::int64_t erases_ = 0;
    std::int64_t options_ = 0;
};

}  // namespace jig::machine
