// SPDX-License-Identifier: Apache-2.0
// Handlers of single loads and stores and of exclusives, DDI 0403 A4.6. A fault leaves every register as it was.
#pragma once

#include "machine/core/exec.hpp"

namespace jig::machine {

enum class Load { ldr, ldrb, ldrh, ldrsb, ldrsh };
enum class Store { str, strb, strh };
// offset: [Rn + imm]; scaled: [Rn + Rm << s]; pre, post: with write-back; literal: imm is the address.
enum class Mode { offset, scaled, pre, post, literal };

template <Mode mode>
JIG_HANDLER std::uint32_t effective_address(Exec& x) {
    const Slot& s = *x.slot;
    if constexpr (mode == Mode::literal) return s.imm;
    if constexpr (mode == Mode::scaled) return x.r(s.n) + (x.r(s.m) << s.s);
    if constexpr (mode == Mode::post) return x.r(s.n);
    return x.r(s.n) + s.imm;
}

template <Mode mode>
JIG_HANDLER void write_back(Exec& x) {
    if constexpr (mode != Mode::pre && mode != Mode::post) return;
    const Slot& s = *x.slot;
    const std::uint32_t keep = s.n == SP ? ~3u : ~0u;
    x.r(s.n) = (x.r(s.n) + s.imm) & keep;
}

JIG_HANDLER constexpr Width width_of(Load kind) {
    return kind == Load::ldr ? Width::word : kind == Load::ldrh || kind == Load::ldrsh ? Width::half : Width::byte;
}
JIG_HANDLER constexpr Width width_of(Store kind) {
    return kind == Store::str ? Width::word : kind == Store::strh ? Width::half : Width::byte;
}

template <Load kind>
JIG_HANDLER std::uint32_t extended(std::uint32_t value) {
    if constexpr (kind == Load::ldrsb) return static_cast<std::uint32_t>(static_cast<std::int8_t>(value & 0xFF));
    if constexpr (kind == Load::ldrsh) return static_cast<std::uint32_t>(static_cast<std::int16_t>(value & 0xFFFF));
    return value;
}

template <Load kind>
JIG_HANDLER bool load_from(Exec& x, std::uint32_t address, std::uint32_t& value) {
    if constexpr (width_of(kind) == Width::word) return x.load<std::uint32_t>(address, value);
    if constexpr (width_of(kind) == Width::half) return x.load<std::uint16_t>(address, value);
    return x.load<std::uint8_t>(address, value);
}

template <Load kind, Mode mode>
JIG_HANDLER bool load(Exec& x) {
    std::uint32_t value = 0;
    if (!load_from<kind>(x, effective_address<mode>(x), value)) [[unlikely]]
        return false;
    write_back<mode>(x);
    x.r(x.slot->d) = extended<kind>(value);
    return true;
}

template <Mode mode>
JIG_HANDLER bool ldr_to_sp(Exec& x) {
    std::uint32_t value = 0;
    if (!load_from<Load::ldr>(x, effective_address<mode>(x), value)) return false;
    write_back<mode>(x);
    x.r(SP) = value & ~3u;
    return true;
}

template <Load kind>
JIG_HANDLER bool load_unprivileged(Exec& x) {
    std::uint32_t value = 0;
    const AccessKind access{.privileged = false};
    if (!x.slow_load(effective_address<Mode::offset>(x), width_of(kind), value, access)) return false;
    x.r(x.slot->d) = extended<kind>(value);
    return true;
}

template <Store kind, Mode mode>
JIG_HANDLER bool store(Exec& x) {
    const std::uint32_t address = effective_address<mode>(x);
    const std::uint32_t value = x.r(x.slot->d);
    bool done = false;
    if constexpr (width_of(kind) == Width::word) done = x.store<std::uint32_t>(address, value);
    if constexpr (width_of(kind) == Width::half) done = x.store<std::uint16_t>(address, value);
    if constexpr (width_of(kind) == Width::byte) done = x.store<std::uint8_t>(address, value);
    if (!done) [[unlikely]]
        return false;
    write_back<mode>(x);
    return true;
}

template <Store kind>
JIG_HANDLER bool store_unprivileged(Exec& x) {
    const std::uint32_t value = x.r(x.slot->d) & (width_of(kind) == Width::word   ? 0xFFFFFFFFu
                                                  : width_of(kind) == Width::half ? 0xFFFFu
                                                                                  : 0xFFu);
    return x.slow_store(effective_address<Mode::offset>(x), width_of(kind), value, {.privileged = false});
}

inline constexpr AccessKind aligned{.must_align = true};

template <Width width>
JIG_HANDLER bool load_exclusive(Exec& x) {
    std::uint32_t value = 0;
    if (!x.slow_load(effective_address<Mode::offset>(x), width, value, aligned)) return false;
    x.cpu.exclusive = true;
    x.r(x.slot->d) = value;
    return true;
}

// STREX d, t, [n, #imm]: a = Rt. The M3's monitor has no address tag, DDI 0337: any reservation will do.
template <Width width>
JIG_HANDLER bool store_exclusive(Exec& x) {
    const Slot& s = *x.slot;
    const std::uint32_t address = effective_address<Mode::offset>(x);
    const std::uint32_t bytes = static_cast<std::uint32_t>(width);
    if ((address & (bytes - 1)) != 0) return x.fault(usage_fault, UNALIGNED);
    if (!x.cpu.exclusive) {
        x.r(s.d) = 1;
        return true;
    }
    const std::uint32_t value = width == Width::word ? x.r(s.a) : x.r(s.a) & ((1u << (8 * (bytes & 3))) - 1);
    if (!x.slow_store(address, width, value, aligned)) return false;
    x.cpu.exclusive = false;
    x.r(s.d) = 0;
    return true;
}

JIG_HANDLER bool clrex(Exec& x) {
    x.cpu.exclusive = false;
    return true;
}

}  // namespace jig::machine
