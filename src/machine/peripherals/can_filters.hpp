// SPDX-License-Identifier: Apache-2.0
// bxCAN's acceptance filters, RM0008 24.7.4: 14 banks of two words each, as masks or lists, 32 or 16 bits wide. They
// say into which FIFO a frame goes and which filter let it through.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

namespace jig::machine {

// A frame as the mailbox registers hold it: RIR or TIR without TXRQ, the data length, and up to 8 bytes.
struct CanFrame {
    std::uint32_t identifier = 0;  // STID, EXID, IDE, RTR
    std::uint32_t DLC = 0;
    std::uint32_t low = 0;
    std::uint32_t high = 0;
};

struct CanFilters {
    static constexpr unsigned banks = 14;

    std::uint32_t FM1R = 0;   // 1: identifier list
    std::uint32_t FS1R = 0;   // 1: one 32-bit scale
    std::uint32_t FFA1R = 0;  // FIFO of each bank
    std::uint32_t FA1R = 0;   // active
    std::array<std::array<std::uint32_t, 2>, banks> words{};

    struct Match {
        unsigned fifo;
        unsigned index;  // FMI
    };
    [[nodiscard]] std::optional<Match> match(std::uint32_t identifier) const;

 private:
    [[nodiscard]] unsigned filters_of(unsigned bank) const;
    [[nodiscard]] unsigned first_index(unsigned bank) const;
    [[nodiscard]] std::optional<unsigned> match_in(unsigned bank, std::uint32_t identifier) const;
};

}  // namespace jig::machine
