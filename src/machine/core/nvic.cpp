// SPDX-License-Identifier: Apache-2.0
// Priorities and the NVIC's registers.
#include "machine/core/nvic.hpp"

#include <algorithm>

namespace jig::machine {

Nvic::Nvic() {
    for (unsigned number = 0; number < first_irq; ++number) enabled.set(number);
}

int Nvic::group_of(std::uint8_t value) const {
    // PRIGROUP = n makes bits [n:0] the sub-priority, DDI 0403 table B1-5.
    return value & static_cast<int>(0xFFu << (prigroup + 1));
}

int Nvic::group_priority(unsigned number) const {
    switch (number) {
        case reset: return -3;
        case nmi: return -2;
        case hard_fault: return -1;
        default: return group_of(priority[number]);
    }
}

int Nvic::active_priority() const {
    int highest = thread_priority;
    active.for_each([&](unsigned number) { highest = std::min(highest, group_priority(number)); });
    return highest;
}

int Nvic::mask_priority(const Registers& reg) const {
    if (reg.faultmask != 0) return -1;
    return reg.basepri != 0 ? group_of(static_cast<std::uint8_t>(reg.basepri)) : thread_priority;
}

int Nvic::priority_without_primask(const Registers& reg) const {
    return std::min(mask_priority(reg), active_priority());
}

int Nvic::execution_priority(const Registers& reg) const {
    const int without = priority_without_primask(reg);
    return reg.primask != 0 ? std::min(without, 0) : without;
}

unsigned Nvic::highest_pending(bool mask_interrupts) const {
    unsigned best = no_exception;
    int best_group = thread_priority;
    int best_full = thread_priority;
    (pending & enabled).for_each([&](unsigned number) {
        if (mask_interrupts && number >= pend_sv) return;
        const int group = group_priority(number);
        const int full = group < 0 ? group : priority[number];
        if (group < best_group || (group == best_group && full < best_full)) {
            best = number;
            best_group = group;
            best_full = full;
        }
    });
    return best;
}

bool Nvic::set_line(unsigned irq, bool asserted) {
    if (irq >= irqs) return false;
    const unsigned number = first_irq + irq;
    const bool rises = asserted && !line.test(number);
    line.assign(number, asserted);
    return rises;
}

void Nvic::unpend_irq(unsigned irq) {
    const unsigned number = first_irq + irq;
    pending.assign(number, line.test(number) && !active.test(number));
}

void Nvic::deactivate(unsigned number) {
    active.clear(number);
    if (line.test(number)) pending.set(number);
}

namespace {

// A bank of one bit per interrupt, 32 to a word.
std::uint32_t bank_word(const ExceptionSet& set, unsigned word) {
    std::uint32_t bits = 0;
    for (unsigned bit = 0; bit < 32 && word * 32 + bit < irqs; ++bit) {
        if (set.test(first_irq + word * 32 + bit)) bits |= 1u << bit;
    }
    return bits;
}

template <typename Visit>
void for_each_bit(unsigned word, std::uint32_t bits, Visit visit) {
    for (; bits != 0; bits &= bits - 1) {
        const unsigned irq = word * 32 + static_cast<unsigned>(std::countr_zero(bits));
        if (irq < irqs) visit(irq);
    }
}

}  // namespace

std::uint32_t Nvic::read_register(std::uint32_t offset) const {
    const unsigned word = (offset & 0x7F) / 4;
    if (offset >= 0x300) {
        std::uint32_t value = 0;
        const unsigned first = offset - 0x300;
        for (unsigned lane = 0; lane < 4 && first + lane < irqs; ++lane) {
            value |= static_cast<std::uint32_t>(priority[first_irq + first + lane]) << (8 * lane);
        }
        return value;
    }
    if (word * 32 >= irqs) return 0;
    switch (offset & 0x380) {
        case 0x000:
        case 0x080: return bank_word(enabled, word);
        case 0x100:
        case 0x180: return bank_word(pending, word);
        case 0x200: return bank_word(active, word);
        default: return 0;
    }
}

void Nvic::write_register(std::uint32_t offset, std::uint32_t value) {
    if (offset >= 0x300) {
        for (unsigned lane = 0; lane < 4; ++lane) {
            write_priority(offset - 0x300 + lane, static_cast<std::uint8_t>(value >> (8 * lane)));
        }
        return;
    }
    const unsigned word = (offset & 0x7F) / 4;
    switch (offset & 0x380) {
        case 0x000: for_each_bit(word, value, [&](unsigned irq) { enabled.set(first_irq + irq); }); break;
        case 0x080: for_each_bit(word, value, [&](unsigned irq) { enabled.clear(first_irq + irq); }); break;
        case 0x100: for_each_bit(word, value, [&](unsigned irq) { pend_irq(irq); }); break;
        case 0x180: for_each_bit(word, value, [&](unsigned irq) { unpend_irq(irq); }); break;
        default: break;  // IABR is read-only
    }
}

void Nvic::write_priority(unsigned irq, std::uint8_t value) {
    if (irq < irqs) priority[first_irq + irq] = value & priority_mask;
}

}  // namespace jig::machine
