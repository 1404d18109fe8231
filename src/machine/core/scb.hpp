// SPDX-License-Identifier: Apache-2.0
// The System Control Block's plain registers and the names of its bits, DDI 0403 B3.2.
#pragma once

#include <cstdint>

namespace jig::machine {

// CFSR, B3.2.15: MMFSR, BFSR and UFSR in one word.
enum CfsrBit : std::uint32_t {
    kIAccViol = 1u << 0,
    kDAccViol = 1u << 1,
    kMUnstkErr = 1u << 3,
    kMStkErr = 1u << 4,
    kMmArValid = 1u << 7,
    kIBusErr = 1u << 8,
    kPrecisErr = 1u << 9,
    kImprecisErr = 1u << 10,
    kUnstkErr = 1u << 11,
    kStkErr = 1u << 12,
    kBfArValid = 1u << 15,
    kUndefInstr = 1u << 16,
    kInvState = 1u << 17,
    kInvPc = 1u << 18,
    kNoCp = 1u << 19,
    kUnaligned = 1u << 24,
    kDivByZero = 1u << 25,
};

enum HfsrBit : std::uint32_t { kVectTbl = 1u << 1, kForced = 1u << 30, kDebugEvt = 1u << 31 };

enum CcrBit : std::uint32_t {
    kNonBaseThrdEna = 1u << 0,
    kUserSetMPend = 1u << 1,
    kUnalignTrp = 1u << 3,
    kDiv0Trp = 1u << 4,
    kBfHfNmIgn = 1u << 8,
    kStkAlign = 1u << 9,
};
inline constexpr std::uint32_t kCcrWritable = 0x31B;

enum ScrBit : std::uint32_t { kSleepOnExit = 1u << 1, kSleepDeep = 1u << 2, kSevOnPend = 1u << 4 };
inline constexpr std::uint32_t kScrWritable = 0x16;

enum ShcsrEnable : std::uint32_t { kMemFaultEna = 1u << 16, kBusFaultEna = 1u << 17, kUsgFaultEna = 1u << 18 };
inline constexpr std::uint32_t kShcsrEnables = 0x70000;

inline constexpr std::uint32_t kDisDefWBuf = 1u << 1;  // ACTLR, DDI 0337 8.2.1: faults of stores become precise

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
