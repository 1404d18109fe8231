// SPDX-License-Identifier: Apache-2.0
// Exceptions as the NVIC keeps them: pending, active, enabled, priorities, and which one comes next. DDI 0403 B1.5,
// B3.4.
#pragma once

#include <array>
#include <bit>
#include <cstdint>

#include "machine/core/registers.hpp"

namespace jig::machine {

// RM0008 table 63: the F103 has positions 0..59.
inline constexpr unsigned irqs = 60;
inline constexpr unsigned first_irq = 16;
inline constexpr unsigned exceptions = first_irq + irqs;
inline constexpr unsigned priority_mask = 0xF0;  // 4 bits, RM0008 10.1
inline constexpr int thread_priority = 256;      // lower than any exception's

// Exception numbers, DDI 0403 table B1-4.
enum ExceptionNumber : unsigned {
    no_exception = 0,
    reset = 1,
    nmi = 2,
    hard_fault = 3,
    mem_manage = 4,
    bus_fault = 5,
    usage_fault = 6,
    sv_call = 11,
    debug_monitor = 12,
    pend_sv = 14,
    sys_tick = 15,
};

class ExceptionSet {
 public:
    [[nodiscard]] bool test(unsigned number) const { return ((words_[number / 64] >> (number % 64)) & 1) != 0; }
    void set(unsigned number) { words_[number / 64] |= 1ull << (number % 64); }
    void clear(unsigned number) { words_[number / 64] &= ~(1ull << (number % 64)); }
    void assign(unsigned number, bool on) { on ? set(number) : clear(number); }
    void clear_all() { words_ = {}; }
    [[nodiscard]] bool any() const { return (words_[0] | words_[1]) != 0; }
    [[nodiscard]] unsigned count() const {
        return static_cast<unsigned>(std::popcount(words_[0]) + std::popcount(words_[1]));
    }
    [[nodiscard]] ExceptionSet operator&(const ExceptionSet& other) const {
        ExceptionSet both;
        both.words_ = {words_[0] & other.words_[0], words_[1] & other.words_[1]};
        return both;
    }
    template <typename Visit>
    void for_each(Visit visit) const {
        for (unsigned word = 0; word < 2; ++word) {
            for (std::uint64_t left = words_[word]; left != 0; left &= left - 1) {
                visit(word * 64 + static_cast<unsigned>(std::countr_zero(left)));
            }
        }
    }

 private:
    std::array<std::uint64_t, 2> words_{};
};

struct Nvic {
    ExceptionSet pending;
    ExceptionSet active;
    ExceptionSet enabled;  // external interrupts; the rest is always set
    ExceptionSet line;     // levels of the external inputs
    std::array<std::uint8_t, exceptions> priority{};
    unsigned prigroup = 0;

    Nvic();
    // Configured priority with the sub-priority masked off; -2 and -1 for NMI and HardFault.
    [[nodiscard]] int group_priority(unsigned number) const;
    // The execution priority without the masks of PRIMASK, FAULTMASK and BASEPRI.
    [[nodiscard]] int active_priority() const;
    // DDI 0403 B1.5.4 ExecutionPriority().
    [[nodiscard]] int execution_priority(const Registers& reg) const;
    // What BASEPRI and FAULTMASK leave unmasked: VECTPENDING shows only that, B3.2.4.
    [[nodiscard]] int mask_priority(const Registers& reg) const;
    // The execution priority as if PRIMASK were 0: what wakes WFI.
    [[nodiscard]] int priority_without_primask(const Registers& reg) const;
    // The pending and enabled exception that comes first, or no_exception; C_MASKINTS hides PendSV, SysTick and irqs.
    [[nodiscard]] unsigned highest_pending(bool mask_interrupts) const;

    // An input's level; true when it rose: the interrupt is to become pending.
    [[nodiscard]] bool set_line(unsigned irq, bool asserted);
    void pend_irq(unsigned irq) { pending.set(first_irq + irq); }
    // An input that is still high pends again.
    void unpend_irq(unsigned irq);
    void deactivate(unsigned number);

    // NVIC registers 0xE000E100..0xE000E4EF, by offset from 0xE000E100; words.
    [[nodiscard]] std::uint32_t read_register(std::uint32_t offset) const;
    void write_register(std::uint32_t offset, std::uint32_t value);
    void write_priority(unsigned irq, std::uint8_t value);

 private:
    [[nodiscard]] int group_of(std::uint8_t value) const;
};

}  // namespace jig::machine
