// SPDX-License-Identifier: Apache-2.0
// The System Control Block's plain registers and the names of its bits, DDI 0403 B3.2.
#pragma once

#include <cstdint>

namespace jig::machine {

// CFSR, B3.2.15: MMFSR, BFSR and UFSR in one word.
enum CfsrBit : std::uint32_t {
    IACCVIOL = 1u << 0,
    DACCVIOL = 1u << 1,
    MUNSTKERR = 1u << 3,
    MSTKERR = 1u << 4,
    MMARVALID = 1u << 7,
    IBUSERR = 1u << 8,
    PRECISERR = 1u << 9,
    IMPRECISERR = 1u << 10,
    UNSTKERR = 1u << 11,
    STKERR = 1u << 12,
    BFARVALID = 1u << 15,
    UNDEFINSTR = 1u << 16,
    INVSTATE = 1u << 17,
    INVPC = 1u << 18,
    NOCP = 1u << 19,
    UNALIGNED = 1u << 24,
    DIVBYZERO = 1u << 25,
};

enum HfsrBit : std::uint32_t { VECTTBL = 1u << 1, FORCED = 1u << 30, DEBUGEVT = 1u << 31 };

enum CcrBit : std::uint32_t {
    NONBASETHRDENA = 1u << 0,
    USERSETMPEND = 1u << 1,
    UNALIGN_TRP = 1u << 3,
    DIV_0_TRP = 1u << 4,
    BFHFNMIGN = 1u << 8,
    STKALIGN = 1u << 9,
};
inline constexpr std::uint32_t ccr_writable = 0x31B;

enum ScrBit : std::uint32_t { SLEEPONEXIT = 1u << 1, SLEEPDEEP = 1u << 2, SEVONPEND = 1u << 4 };
inline constexpr std::uint32_t scr_writable = 0x16;

enum ShcsrEnable : std::uint32_t { MEMFAULTENA = 1u << 16, BUSFAULTENA = 1u << 17, USGFAULTENA = 1u << 18 };
inline constexpr std::uint32_t SHCSR_enables = 0x70000;

inline constexpr std::uint32_t DISDEFWBUF = 1u << 1;  // ACTLR: faults of stores become precise. PM0056 4.4.1 has it on
                                                      // r2p0 cores only; here r1p1 has it too

struct Scb {
    std::uint32_t cpuid = 0;
    std::uint32_t vtor = 0;
    std::uint32_t scr = 0;
    std::uint32_t ccr = 0;  // STKALIGN = 0 after reset on r1p1
    std::uint32_t shcsr_enables = 0;
    std::uint32_t cfsr = 0;
    std::uint32_t hfsr = 0;
    std::uint32_t mmfar = 0;
    std::uint32_t bfar = 0;
    std::uint32_t actlr = 0;
};

}  // namespace jig::machine
