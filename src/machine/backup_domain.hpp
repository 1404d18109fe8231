// SPDX-License-Identifier: Apache-2.0
// What VBAT keeps, as it lies in the caller's memory (RM0008 5.1.2, 6.1): the data registers of BKP, two bytes each,
// then the registers of RCC and BKP that a system reset and a loss of VDD leave alone.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>

#include "base/bytes.hpp"

namespace jig::machine {

class BackupDomain {
 public:
    // Behind the data registers: RCC_BDCR, BKP_RTCCR, BKP_CR and BKP_CSR.TEF.
    static constexpr std::size_t fixed_bytes = 8;
    [[nodiscard]] static constexpr std::size_t size_bytes(unsigned data_registers) {
        return 2 * std::size_t{data_registers} + fixed_bytes;
    }

    explicit BackupDomain(std::span<std::uint8_t> bytes) : bytes_(bytes) {}

    void reset() { std::ranges::fill(bytes_, std::uint8_t{0}); }
    void erase_data() { std::ranges::fill(bytes_.first(bytes_.size() - fixed_bytes), std::uint8_t{0}); }

    [[nodiscard]] std::uint16_t dr(unsigned index) const { return load_le16(bytes_.subspan(2 * index)); }
    void set_dr(unsigned index, std::uint16_t value) { store_le16(bytes_.subspan(2 * index), value); }
    // Without LSERDY, which the oscillator knows, and BDRST, which resets itself with all the rest.
    [[nodiscard]] std::uint16_t bdcr() const { return load_le16(fixed()); }
    void set_bdcr(std::uint16_t value) { store_le16(fixed(), value); }
    [[nodiscard]] std::uint16_t rtccr() const { return load_le16(fixed().subspan(2)); }
    void set_rtccr(std::uint16_t value) { store_le16(fixed().subspan(2), value); }
    [[nodiscard]] std::uint8_t cr() const { return fixed()[4]; }
    void set_cr(std::uint8_t value) { fixed()[4] = value; }
    [[nodiscard]] bool tef() const { return fixed()[5] != 0; }
    void set_tef(bool on) { fixed()[5] = on ? 1 : 0; }

 private:
    [[nodiscard]] std::span<std::uint8_t> fixed() const { return bytes_.last(fixed_bytes); }
    std::span<std::uint8_t> bytes_;
};

}  // namespace jig::machine
