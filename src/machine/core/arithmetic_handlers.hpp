// SPDX-License-Identifier: Apache-2.0
// Handlers of multiplication, division, extension, bit fields, reversal and saturation, DDI 0403 A4.4.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>

#include "machine/core/alu_handlers.hpp"

namespace jig::machine {

JIG_HANDLER void nop(Exec&) {}

JIG_HANDLER void movt(Exec& x) {
    std::uint32_t& d = x.r(x.slot->d);
    d = (d & 0xFFFF) | (x.slot->imm << 16);
}

template <bool S>
JIG_HANDLER void mul(Exec& x) {
    const std::uint32_t product = x.r(x.slot->n) * x.r(x.slot->m);
    x.r(x.slot->d) = product;
    if constexpr (S) set_nz(x, product);
}

JIG_HANDLER void mla(Exec& x) { x.r(x.slot->d) = x.r(x.slot->a) + x.r(x.slot->n) * x.r(x.slot->m); }
JIG_HANDLER void mls(Exec& x) { x.r(x.slot->d) = x.r(x.slot->a) - x.r(x.slot->n) * x.r(x.slot->m); }

JIG_HANDLER std::uint64_t unsigned_product(Exec& x) {
    return static_cast<std::uint64_t>(x.r(x.slot->n)) * x.r(x.slot->m);
}
JIG_HANDLER std::uint64_t signed_product(Exec& x) {
    const auto n = static_cast<std::int32_t>(x.r(x.slot->n));
    const auto m = static_cast<std::int32_t>(x.r(x.slot->m));
    return static_cast<std::uint64_t>(static_cast<std::int64_t>(n) * m);
}
JIG_HANDLER std::uint64_t long_register(Exec& x) {
    return static_cast<std::uint64_t>(x.r(x.slot->a)) << 32 | x.r(x.slot->d);
}
JIG_HANDLER void set_long_register(Exec& x, std::uint64_t value) {
    x.r(x.slot->d) = static_cast<std::uint32_t>(value);
    x.r(x.slot->a) = static_cast<std::uint32_t>(value >> 32);
}
JIG_HANDLER void smull(Exec& x) { set_long_register(x, signed_product(x)); }
JIG_HANDLER void umull(Exec& x) { set_long_register(x, unsigned_product(x)); }
JIG_HANDLER void smlal(Exec& x) { set_long_register(x, long_register(x) + signed_product(x)); }
JIG_HANDLER void umlal(Exec& x) { set_long_register(x, long_register(x) + unsigned_product(x)); }

// 2 to 12 cycles by the length of the quotient, DDI 0337, "Processor instruction timings": the division ends early.
JIG_HANDLER void charge_division(Exec& x, std::uint32_t dividend, std::uint32_t divisor) {
    const int bits = std::countl_zero(divisor) - std::countl_zero(dividend);
    if (bits >= 0) x.cycle += static_cast<unsigned>(bits + 1) * 10 / 32;
}

JIG_HANDLER bool divide_by_zero(Exec& x) {
    if ((x.cpu.scb.ccr & DIV_0_TRP) != 0) return x.fault(usage_fault, DIVBYZERO);
    x.r(x.slot->d) = 0;
    return true;
}

JIG_HANDLER bool udiv(Exec& x) {
    const std::uint32_t n = x.r(x.slot->n);
    const std::uint32_t m = x.r(x.slot->m);
    if (m == 0) return divide_by_zero(x);
    charge_division(x, n, m);
    x.r(x.slot->d) = n / m;
    return true;
}

JIG_HANDLER bool sdiv(Exec& x) {
    const auto n = static_cast<std::int32_t>(x.r(x.slot->n));
    const auto m = static_cast<std::int32_t>(x.r(x.slot->m));
    if (m == 0) return divide_by_zero(x);
    const std::int64_t quotient = static_cast<std::int64_t>(n) / m;  // INT_MIN / -1 wraps to INT_MIN
    charge_division(x, n < 0 ? 0u - static_cast<std::uint32_t>(n) : static_cast<std::uint32_t>(n),
                    m < 0 ? 0u - static_cast<std::uint32_t>(m) : static_cast<std::uint32_t>(m));
    x.r(x.slot->d) = static_cast<std::uint32_t>(quotient);
    return true;
}

JIG_HANDLER std::uint32_t rotated(Exec& x) { return std::rotr(x.r(x.slot->m), x.slot->s); }
JIG_HANDLER void sxth(Exec& x) {
    x.r(x.slot->d) = static_cast<std::uint32_t>(static_cast<std::int16_t>(rotated(x) & 0xFFFF));
}
JIG_HANDLER void sxtb(Exec& x) {
    x.r(x.slot->d) = static_cast<std::uint32_t>(static_cast<std::int8_t>(rotated(x) & 0xFF));
}
JIG_HANDLER void uxth(Exec& x) { x.r(x.slot->d) = rotated(x) & 0xFFFF; }
JIG_HANDLER void uxtb(Exec& x) { x.r(x.slot->d) = rotated(x) & 0xFF; }

JIG_HANDLER std::uint32_t swap_in_halves(std::uint32_t m) { return ((m >> 8) & 0xFF00FFu) | ((m << 8) & 0xFF00FF00u); }
JIG_HANDLER void rev(Exec& x) { x.r(x.slot->d) = __builtin_bswap32(x.r(x.slot->m)); }
JIG_HANDLER void rev16(Exec& x) { x.r(x.slot->d) = swap_in_halves(x.r(x.slot->m)); }
JIG_HANDLER void revsh(Exec& x) {
    x.r(x.slot->d) = static_cast<std::uint32_t>(static_cast<std::int16_t>(swap_in_halves(x.r(x.slot->m)) & 0xFFFF));
}
JIG_HANDLER void rbit(Exec& x) {
    std::uint32_t v = __builtin_bswap32(x.r(x.slot->m));
    v = ((v >> 4) & 0x0F0F0F0Fu) | ((v & 0x0F0F0F0Fu) << 4);
    v = ((v >> 2) & 0x33333333u) | ((v & 0x33333333u) << 2);
    x.r(x.slot->d) = ((v >> 1) & 0x55555555u) | ((v & 0x55555555u) << 1);
}
JIG_HANDLER void clz(Exec& x) { x.r(x.slot->d) = static_cast<std::uint32_t>(std::countl_zero(x.r(x.slot->m))); }

// Bit fields: a = lsb, s = width - 1, imm = the field's mask in place.
JIG_HANDLER void ubfx(Exec& x) { x.r(x.slot->d) = (x.r(x.slot->n) & x.slot->imm) >> x.slot->a; }
JIG_HANDLER void sbfx(Exec& x) {
    const unsigned top = 31u - x.slot->a - x.slot->s;
    x.r(x.slot->d) = static_cast<std::uint32_t>(static_cast<std::int32_t>(x.r(x.slot->n) << top) >> (31 - x.slot->s));
}
JIG_HANDLER void bfi(Exec& x) {
    std::uint32_t& d = x.r(x.slot->d);
    d = (d & ~x.slot->imm) | ((x.r(x.slot->n) << x.slot->a) & x.slot->imm);
}
JIG_HANDLER void bfc(Exec& x) { x.r(x.slot->d) &= ~x.slot->imm; }

// Saturation: a and m = type and amount of the shift, s = the position to saturate to.
JIG_HANDLER std::int64_t shifted_operand(Exec& x) {
    const Slot& s = *x.slot;
    return static_cast<std::int32_t>(shift_by_immediate(static_cast<ShiftType>(s.a), s.m, x.r(s.n), 0).value);
}
JIG_HANDLER void saturate(Exec& x, std::int64_t low, std::int64_t high) {
    const std::int64_t value = shifted_operand(x);
    const std::int64_t kept = std::clamp(value, low, high);
    if (kept != value) x.cpu.reg.q = 1;
    x.r(x.slot->d) = static_cast<std::uint32_t>(kept);
}
JIG_HANDLER void ssat(Exec& x) {
    const std::int64_t limit = 1ll << (x.slot->s - 1);
    saturate(x, -limit, limit - 1);
}
JIG_HANDLER void usat(Exec& x) { saturate(x, 0, (1ll << x.slot->s) - 1); }

}  // namespace jig::machine
