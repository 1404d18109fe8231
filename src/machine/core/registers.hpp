// SPDX-License-Identifier: Apache-2.0
// The core's registers: R0-R14, the flags kept apart, the special registers and the banked stack pointer.
#pragma once

#include <array>
#include <cstdint>
#include <utility>

namespace jig::machine {

inline constexpr unsigned SP = 13;
inline constexpr unsigned LR = 14;

struct Registers {
    std::array<std::uint32_t, 16> r{};  // r[13] is the stack pointer in use; r[15] is not used, see pc
    std::uint32_t pc = 0;               // the next instruction, while the executor does not run
    // Flags in the shape that handlers produce them: N is bit 31 of n, Z means z == 0, C is 0 or 1, V bit 31 of v.
    std::uint32_t n = 0;
    std::uint32_t z = 1;
    std::uint32_t c = 0;
    std::uint32_t v = 0;
    std::uint32_t q = 0;
    std::uint32_t itstate = 0;
    std::uint32_t ipsr = 0;
    bool thumb = true;  // EPSR.T
    std::uint32_t other_sp = 0;
    std::uint32_t primask = 0;
    std::uint32_t faultmask = 0;
    std::uint32_t basepri = 0;
    std::uint32_t control = 0;

    [[nodiscard]] bool handler_mode() const { return ipsr != 0; }
    [[nodiscard]] bool privileged() const { return handler_mode() || (control & 1) == 0; }
    [[nodiscard]] bool uses_psp() const { return !handler_mode() && (control & 2) != 0; }

    [[nodiscard]] std::uint32_t apsr() const {
        return (n & 0x80000000u) | (z == 0 ? 0x40000000u : 0) | (c << 29) | ((v >> 31) << 28) | (q << 27);
    }
    void set_apsr(std::uint32_t value) {
        n = value;
        z = (value & 0x40000000u) != 0 ? 0 : 1;
        c = (value >> 29) & 1;
        v = (value << 3) & 0x80000000u;
        q = (value >> 27) & 1;
    }
    // IT[1:0] stand at bits 26:25, IT[7:2] at bits 15:10, DDI 0403 B1.4.2.
    [[nodiscard]] std::uint32_t epsr() const {
        return (thumb ? 0x01000000u : 0) | ((itstate & 3) << 25) | ((itstate >> 2) << 10);
    }
    void set_epsr(std::uint32_t value) {
        thumb = (value & 0x01000000u) != 0;
        itstate = ((value >> 25) & 3) | (((value >> 10) & 0x3F) << 2);
    }
    [[nodiscard]] std::uint32_t xpsr() const { return apsr() | epsr() | ipsr; }

    [[nodiscard]] std::uint32_t msp() const { return uses_psp() ? other_sp : r[SP]; }
    [[nodiscard]] std::uint32_t psp() const { return uses_psp() ? r[SP] : other_sp; }
    void set_msp(std::uint32_t value) { (uses_psp() ? other_sp : r[SP]) = value & ~3u; }
    void set_psp(std::uint32_t value) { (uses_psp() ? r[SP] : other_sp) = value & ~3u; }

    // Mode and CONTROL decide which stack pointer is r[13]; change them through these two.
    void set_control(std::uint32_t value) { rebank(ipsr, value & 3); }
    void set_ipsr(std::uint32_t value) { rebank(value, control); }

 private:
    void rebank(std::uint32_t new_ipsr, std::uint32_t new_control) {
        const bool before = uses_psp();
        ipsr = new_ipsr;
        control = new_control;
        if (before != uses_psp()) std::swap(r[SP], other_sp);
    }
};

// Whether a condition of DDI 0403 table A7-1 holds; 14 and 15 always do.
inline bool condition_holds(unsigned condition, const Registers& reg) {
    const bool n = (reg.n >> 31) != 0;
    const bool v = (reg.v >> 31) != 0;
    const bool z = reg.z == 0;
    bool holds = true;
    switch (condition >> 1) {
        case 0: holds = z; break;
        case 1: holds = reg.c != 0; break;
        case 2: holds = n; break;
        case 3: holds = v; break;
        case 4: holds = reg.c != 0 && !z; break;
        case 5: holds = n == v; break;
        case 6: holds = n == v && !z; break;
        default: return true;
    }
    return holds != ((condition & 1) != 0);
}

}  // namespace jig::machine
