// SPDX-License-Identifier: Apache-2.0
// The data watchpoint and trace unit, DDI 0403 C1.8: CYCCNT and 4 comparators that halt on a PC or on a data address.
#pragma once

#include <array>
#include <cstdint>

namespace jig::machine {

class Dwt {
 public:
    static constexpr unsigned comparators = 4;

    // Offsets from 0xE0001000. Reading FUNCTION clears its MATCHED.
    std::uint32_t read(std::uint32_t offset, std::uint64_t cycle);
    void write(std::uint32_t offset, std::uint32_t value, std::uint64_t cycle);
    // DEMCR.TRCENA: without it nothing here counts.
    void enable(bool on, std::uint64_t cycle);
    void stand_still(std::uint64_t cycles) { base_ += cycles; }

    [[nodiscard]] bool watches_pc() const { return watches_pc_; }
    [[nodiscard]] bool watches_data() const { return watches_data_; }
    // Whether an instruction at `pc`, or an access, meets a comparator that raises a debug event.
    bool pc_matches(std::uint32_t pc);
    bool access_matches(std::uint32_t address, std::uint32_t size, bool is_write);

 private:
    struct Comparator {
        std::uint32_t comp = 0;
        std::uint32_t mask = 0;
        std::uint32_t function = 0;
        bool matched = false;
    };
    [[nodiscard]] std::uint32_t cyccnt(std::uint64_t cycle) const;
    void write_comparator(unsigned index, std::uint32_t which, std::uint32_t value);

    [[nodiscard]] bool counts() const;

    bool enabled_ = false;
    std::uint32_t ctrl_ = 0;
    std::uint32_t count_ = 0;                 // CYCCNT while it stands
    std::uint64_t base_ = 0;                  // the cycle at which CYCCNT was 0, while it counts
    std::array<std::uint32_t, 5> profile_{};  // CPICNT, EXCCNT, SLEEPCNT, LSUCNT, FOLDCNT: stored, not counted
    std::array<Comparator, comparators> comparators_{};
    bool watches_pc_ = false;
    bool watches_data_ = false;
};

}  // namespace jig::machine
