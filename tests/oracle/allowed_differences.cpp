// SPDX-License-Identifier: Apache-2.0
// The table.
#include "allowed_differences.hpp"

#include <bit>
#include <string_view>

namespace jig::oracle {

namespace {

struct Row {
    const char* pattern;  // as in encoding_classes.cpp: 0, 1, or any bit
    bool (*condition)(std::uint32_t code);
    const char* reason;
};

constexpr std::uint32_t bits(std::uint32_t code, unsigned high, unsigned low) {
    return (code >> low) & ((2u << (high - low)) - 1);
}
constexpr bool bad(std::uint32_t reg) { return reg == 13 || reg == 15; }
std::uint32_t rn(std::uint32_t code) { return bits(code, 19, 16); }
std::uint32_t rt(std::uint32_t code) { return bits(code, 15, 12); }
std::uint32_t rd(std::uint32_t code) { return bits(code, 11, 8); }
std::uint32_t rm(std::uint32_t code) { return bits(code, 3, 0); }
bool always(std::uint32_t) { return true; }

// 32-bit encodings that DDI 0403 calls UNPREDICTABLE and that we refuse.
constexpr Row wide[] = {
    {"1110100 xx0 xxxxxx xxxxxxxxxxxxxxxx",
     [](std::uint32_t c) {
         const std::uint32_t list = bits(c, 15, 0);
         const bool loads = bits(c, 20, 20) != 0;
         const bool reserved = (list & 0x2000) != 0 || ((list & 0x8000) != 0 && (!loads || (list & 0x4000) != 0));
         const bool base = bits(c, 21, 21) != 0 && (list >> rn(c) & 1) != 0;
         return reserved || base || rn(c) == 15 || std::popcount(list) < 2;
     },
     "LDM, STM: reserved list bits, PC with LR, fewer than two registers, PC as base, written-back base in the list"},
    {"1110100 xx1 xxxxxx xxxxxxxxxxxxxxxx",
     [](std::uint32_t c) {
         const bool write_back = bits(c, 21, 21) != 0;
         return bad(rt(c)) || bad(rd(c)) || rt(c) == rd(c) || rn(c) == 15 ||
                (write_back && (rn(c) == rt(c) || rn(c) == rd(c)));
     },
     "LDRD, STRD, LDREX, STREX: SP or PC, equal registers, written-back base among them"},
    {"11101000010x xxxxxxxxxxxxxxxxxxxx",
     [](std::uint32_t c) { return bits(c, 20, 20) != 0 ? rd(c) != 15 : rd(c) == rn(c) || rd(c) == rt(c); },
     "LDREX, STREX: reserved bits, status register among the operands"},
    {"111010001100 xxxxxxxxxxxxxxxxxxxx",
     [](std::uint32_t c) {
         return rn(c) == 15 || bad(rt(c)) || bad(rm(c)) || rm(c) == rn(c) || rm(c) == rt(c) || rd(c) != 15;
     },
     "STREXB, STREXH: SP or PC, reserved bits, status register among the operands"},
    {"111010001101 xxxx xxxx xxxx 010x xxxx",
     [](std::uint32_t c) { return rn(c) == 15 || bad(rt(c)) || rd(c) != 15 || rm(c) != 15; },
     "LDREXB, LDREXH: SP or PC, reserved bits"},
    {"111010001101 xxxx xxxx xxxx 000x xxxx",
     [](std::uint32_t c) { return rn(c) == 13 || bad(rm(c)) || bits(c, 15, 8) != 0xF0; },
     "TBB, TBH: SP as base, SP or PC as index, reserved bits"},
    {"1110101 xxxxxxxxx 1xxxxxxxxxxxxxxx", always, "data processing (shifted register): reserved bit 15"},
    {"1110101 xxxxxxxxx xxxxxxxxxxxxxxxx", [](std::uint32_t c) { return bad(rd(c)) || bad(rm(c)) || bad(rn(c)); },
     "data processing (shifted register): SP or PC where the class forbids it"},
    {"11110 x 0 xxxxxxxxx 0xxxxxxxxxxxxxxx", [](std::uint32_t c) { return bad(rd(c)) || bad(rn(c)); },
     "data processing (modified immediate): SP or PC where the class forbids it"},
    {"11110 x 0 xxxxxxxxx 0 0xx xxxx 00000000",
     [](std::uint32_t c) { return bits(c, 26, 26) == 0 && bits(c, 13, 12) != 0; },
     "ThumbExpandImm: a repeated byte of 0"},
    {"11110 x 1 xxxxxxxxx 0xxxxxxxxxxxxxxx", [](std::uint32_t c) { return bad(rd(c)) || bad(rn(c)); },
     "data processing (plain immediate): SP or PC where the class forbids it"},
    {"11110 x 11 xxxxxxxx 0xxxxxxxxxxxxxxx", [](std::uint32_t c) { return bits(c, 26, 26) != 0 || bits(c, 5, 5) != 0; },
     "bit fields and saturation: reserved bits"},
    {"11110 x 11 x1xxxxxx 0xxxxxxxxxxxxxxx",
     [](std::uint32_t c) { return (bits(c, 14, 12) << 2 | bits(c, 7, 6)) + bits(c, 4, 0) > 31; },
     "SBFX, UBFX: the field ends beyond bit 31"},
    {"11110 x 110110 xxxx 0xxxxxxxxxxxxxxx",
     [](std::uint32_t c) { return bits(c, 4, 0) < (bits(c, 14, 12) << 2 | bits(c, 7, 6)); }, "BFI, BFC: msb below lsb"},
    {"11110011100x xxxx 10x0 xxxx xxxxxxxx",
     [](std::uint32_t c) {
         const std::uint32_t sysm = bits(c, 7, 0);
         const bool special = sysm <= 3 || (sysm >= 5 && sysm <= 9) || (sysm >= 16 && sysm <= 20);
         return bad(rn(c)) || !special || rd(c) != 8 || bits(c, 20, 20) != 0 || bits(c, 13, 13) != 0;
     },
     "MSR: SP or PC, SYSm without a register, mask, reserved bits"},
    {"11110011111x xxxx 10x0 xxxx xxxxxxxx",
     [](std::uint32_t c) {
         const std::uint32_t sysm = bits(c, 7, 0);
         const bool special = sysm <= 3 || (sysm >= 5 && sysm <= 9) || (sysm >= 16 && sysm <= 20);
         return bad(rd(c)) || !special || bits(c, 20, 16) != 15 || bits(c, 13, 13) != 0;
     },
     "MRS: SP or PC, SYSm without a register, reserved bits"},
    {"1111001110101111 10x0 x000 xxxxxxxx", always, "hints: reserved bits"},
    {"11110011101 xxxxx 10x0 xxxx xxxxxxxx", always, "hints and barriers: reserved bits"},
    {"1111100 xxxxxxxxx xxxxxxxxxxxxxxxx",
     [](std::uint32_t c) {
         const bool word = bits(c, 22, 21) == 2;
         const bool loads = bits(c, 20, 20) != 0;
         const bool unprivileged = bits(c, 23, 23) == 0 && bits(c, 11, 8) == 0xE;
         return word && !unprivileged ? !loads && rt(c) == 15 : bad(rt(c));
     },
     "single load or store: SP or PC as Rt where the class forbids it"},
    {"1111100 xxxxxxxxx xxxx 1xxx xxxxxxxx",
     [](std::uint32_t c) { return bits(c, 23, 23) == 0 && bits(c, 8, 8) != 0 && rn(c) == rt(c); },
     "single load or store: written-back base is Rt"},
    {"1111100 x0xxxxxxx xxxx 000000 xx xxxx", [](std::uint32_t c) { return bad(rm(c)); },
     "single load or store (register): SP or PC as Rm"},
    {"111110100 xxxxxxx 1111 xxxx 0000 xxxx", [](std::uint32_t c) { return bad(rd(c)) || bad(rn(c)) || bad(rm(c)); },
     "shift by register: SP or PC"},
    {"111110100 xxx 1111 1111 xxxx 1xxx xxxx",
     [](std::uint32_t c) { return bits(c, 6, 6) != 0 || bad(rd(c)) || bad(rm(c)); },
     "extension: reserved bit 6, SP or PC"},
    {"1111101010x1 xxxx 1111 xxxx 10xx xxxx",
     [](std::uint32_t c) { return rn(c) != rm(c) || bad(rd(c)) || bad(rm(c)); },
     "REV, REV16, RBIT, REVSH, CLZ: the two Rm fields differ, SP or PC"},
    {"111110110000 xxxx xxxx xxxx 000x xxxx",
     [](std::uint32_t c) {
         return bad(rd(c)) || bad(rn(c)) || bad(rm(c)) || rt(c) == 13 || (rt(c) == 15 && bits(c, 4, 4) != 0);
     },
     "MUL, MLA, MLS: SP or PC"},
    {"111110111 xxx xxxx xxxx xxxx xxxx xxxx",
     [](std::uint32_t c) {
         const bool divides = bits(c, 7, 4) == 15;
         const bool low = divides ? rt(c) != 15 : bad(rt(c)) || rt(c) == rd(c);
         return low || bad(rd(c)) || bad(rn(c)) || bad(rm(c));
     },
     "long multiplication and division: SP or PC, equal halves, reserved bits"},
};

// 32-bit encodings that are UNDEFINED on the M3 and that Unicorn 2.0.1 runs because its M3 has too much.
constexpr Row oracle_has_more[] = {
    {"11110011 0x10 xxxx 0000 xxxx 00xx xxxx", always, "Unicorn: SSAT16, USAT16 without the DSP extension"},
    {"111110101xxx xxxx 1111 xxxx xxxx xxxx", always,
     "Unicorn: parallel and saturating additions, SEL of the DSP extension"},
    {"111110100xxx xxxx 1111 xxxx 1xxx xxxx", always, "Unicorn: extension with addition of the DSP extension"},
    {"11110011 1x10 xxxx 0000 xxxx 00xx xxxx", always, "Unicorn: SSAT16, USAT16 without the DSP extension"},
    {"11101010110x xxxxxxxxxxxxxxxxxxxx", always, "Unicorn: PKHBT, PKHTB without the DSP extension"},
    {"111110110 xxx xxxxxxxxxxxxxxxxxxxx", always, "Unicorn: multiplications of the DSP extension"},
    {"1111101111 xx xxxxxxxxxxxxxxxxxxxx", always, "Unicorn: long multiplications of the DSP extension"},
    {"11111001xxx0 xxxxxxxxxxxxxxxxxxxx", always, "Unicorn: element loads and stores of Advanced SIMD"},
    {"111x11xxxxxx xxxx xxxx 101x xxxxxxxx", always, "Unicorn: a floating-point unit at coprocessors 10 and 11"},
};

constexpr Row oracle_has_more_narrow[] = {
    {"10110110010 xxxxx", always, "Unicorn: SETEND, which the M profile does not have"},
};

// Where Unicorn stops and we go on.
constexpr Row narrow_sleep[] = {{"10111111 00xx 0000", always, "Unicorn: YIELD, WFE and WFI end the run"}};
constexpr Row wide_sleep[] = {
    {"1111001110101111 10000000 000000xx", always, "Unicorn: YIELD, WFE and WFI end the run"}};

// 16-bit encodings.
constexpr Row narrow[] = {
    {"01000100 x xxxx xxx",
     [](std::uint32_t c) { return bits(c, 6, 3) == 15 && (bits(c, 2, 0) | bits(c, 7, 7) << 3) == 15; }, "ADD PC, PC"},
    {"01000101 x xxxx xxx",
     [](std::uint32_t c) {
         const std::uint32_t n = bits(c, 2, 0) | bits(c, 7, 7) << 3;
         const std::uint32_t m = bits(c, 6, 3);
         return (n < 8 && m < 8) || n == 15 || m == 15;
     },
     "CMP T2: two low registers, PC"},
    {"01000111x 1111 xxx", always, "BLX PC; BX PC, which would be INVSTATE"},
    {"01000111 x xxxx xxx", [](std::uint32_t c) { return bits(c, 2, 0) != 0; }, "BX, BLX: reserved bits"},
    {"1011 x10 x 00000000", [](std::uint32_t c) { return bits(c, 8, 8) == 0; }, "PUSH, POP: empty list"},
    {"1100 x xxx 00000000", always, "STM, LDM: empty list"},
    {"10110110011 xxxxx", [](std::uint32_t c) { return bits(c, 3, 2) != 0 || bits(c, 1, 0) == 0; },
     "CPS: reserved bits, no mask"},
};

// What no IT block may hold, or only as its last instruction.
constexpr Row narrow_in_it[] = {
    {"1011 x0x1 xxxxxxxx", always, "CBZ in an IT block"},
    {"10110110011 xxxxx", always, "CPS in an IT block"},
    {"1101 xxxx xxxxxxxx", [](std::uint32_t c) { return bits(c, 11, 8) < 14; }, "B T1 in an IT block"},
    {"0000000000 xxxxxx", always, "MOVS (register) T2 in an IT block"},
};
constexpr Row wide_in_it[] = {
    {"11110 xxxxxxxxxxx 10x0xxxxxxxxxxxx", [](std::uint32_t c) { return bits(c, 25, 23) != 7; }, "B T3 in an IT block"},
};
constexpr Row narrow_not_last[] = {
    {"11100 xxxxxxxxxxx", always, "B T2 not last in its IT block"},
    {"01000111 xxxxxxxx", always, "BX, BLX not last in its IT block"},
    {"010001x0 1 xxxx 111", always, "ADD, MOV to PC not last in its IT block"},
    {"10111101 xxxxxxxx", always, "POP to PC not last in its IT block"},
};
constexpr Row wide_not_last[] = {
    {"11110 xxxxxxxxxxx 1xx1xxxxxxxxxxxx", always, "B T4, BL not last in its IT block"},
    {"1110100 xx0 x1 xxxx 1xxxxxxxxxxxxxxx", always, "LDM to PC not last in its IT block"},
    {"111010001101 xxxx xxxx xxxx 000x xxxx", always, "TBB, TBH not last in its IT block"},
    {"11111000x101 xxxx 1111 xxxxxxxxxxxx", always, "LDR to PC not last in its IT block"},
};

bool matches(const char* pattern, std::uint32_t code, unsigned width) {
    unsigned bit = width;
    for (const char c : std::string_view(pattern)) {
        if (c == ' ') continue;
        --bit;
        if ((c == '0' || c == '1') && (code >> bit & 1) != static_cast<std::uint32_t>(c - '0')) return false;
    }
    return true;
}

template <std::size_t N>
const char* find(const Row (&rows)[N], std::uint32_t code, unsigned width) {
    for (const Row& row : rows) {
        if (matches(row.pattern, code, width) && row.condition(code)) return row.reason;
    }
    return nullptr;
}

const char* unpredictable(const Circumstances& c) {
    const char* reason = c.narrow ? find(narrow, c.code, 16) : find(wide, c.code, 32);
    if (reason == nullptr && c.in_it) reason = c.narrow ? find(narrow_in_it, c.code, 16) : find(wide_in_it, c.code, 32);
    if (reason == nullptr && c.in_it && !c.last_in_it) {
        reason = c.narrow ? find(narrow_not_last, c.code, 16) : find(wide_not_last, c.code, 32);
    }
    return reason;
}

// Multiple, dual and exclusive accesses to an address that is not aligned: Unicorn 2.0.1 makes them.
bool must_align(const Circumstances& c) {
    if (c.narrow) return c.code >> 12 == 0xC || (c.code & 0xF600) == 0xB400;
    if (c.code >> 25 == 0b1110100) return true;
    return (c.code & 0xFE50F000) == 0xF850F000;  // LDR to PC
}

}  // namespace

const char* allowed_difference(const Circumstances& c) {
    if (c.we_fault) {
        if (const char* reason = unpredictable(c)) return reason;
        if (const char* reason =
                c.narrow ? find(oracle_has_more_narrow, c.code, 16) : find(oracle_has_more, c.code, 32))
            return reason;
        if (!c.oracle_faults && must_align(c))
            return "Unicorn: no alignment faults of LDM, STM, LDRD, STRD, exclusives, LDR to PC";
    }
    if (c.oracle_faults && c.to_arm_state) return "Unicorn: INVSTATE comes with the branch, not at its target";
    if (c.oracle_faults && c.our_pc >= 0xFF000000) return "Unicorn: EXC_RETURN in Thread mode faults with the branch";
    if (c.oracle_faults) {
        const char* reason = c.narrow ? find(narrow_sleep, c.code, 16) : find(wide_sleep, c.code, 32);
        if (reason != nullptr) return reason;
    }
    const std::uint64_t at = c.unmapped;
    if (at != 0 && at == std::uint64_t{c.our_pc} + 2)
        return "Unicorn: reads the branch's target with the branch, and half of that lies beyond the memory";
    // The private peripheral bus and bit-band aliases are no memory to Unicorn.
    const bool ppb = at >= 0xE0000000 && at < 0xE0100000;
    if (c.oracle_faults && (ppb || (at & 0xFE000000) == 0x22000000))
        return "Unicorn: no private peripherals, no bit-band";
    return nullptr;
}

}  // namespace jig::oracle
