// SPDX-License-Identifier: Apache-2.0
// The table of classes. Reserved bits, printed (0) and (1) in the manual, are written as such: an encoding that sets
// them otherwise is UNPREDICTABLE and is drawn by the rows at the end.
#include "encoding_classes.hpp"

#include <string_view>

namespace jig::oracle {

namespace {

constexpr EncodingClass classes[] = {
    // A5.2.1 Shift (immediate), add, subtract, move, and compare
    {"LSL (immediate) T1, MOVS (register) T2", "00000 iiiii mmm ddd"},
    {"LSR (immediate) T1", "00001 iiiii mmm ddd"},
    {"ASR (immediate) T1", "00010 iiiii mmm ddd"},
    {"ADD (register) T1", "0001100 mmm nnn ddd"},
    {"SUB (register) T1", "0001101 mmm nnn ddd"},
    {"ADD (immediate) T1", "0001110 iii nnn ddd"},
    {"SUB (immediate) T1", "0001111 iii nnn ddd"},
    {"MOV (immediate) T1", "00100 ddd iiiiiiii"},
    {"CMP (immediate) T1", "00101 nnn iiiiiiii"},
    {"ADD (immediate) T2", "00110 ddd iiiiiiii"},
    {"SUB (immediate) T2", "00111 ddd iiiiiiii"},
    // A5.2.2 Data processing
    {"AND (register) T1", "0100000000 mmm ddd"},
    {"EOR (register) T1", "0100000001 mmm ddd"},
    {"LSL (register) T1", "0100000010 mmm ddd"},
    {"LSR (register) T1", "0100000011 mmm ddd"},
    {"ASR (register) T1", "0100000100 mmm ddd"},
    {"ADC (register) T1", "0100000101 mmm ddd"},
    {"SBC (register) T1", "0100000110 mmm ddd"},
    {"ROR (register) T1", "0100000111 mmm ddd"},
    {"TST (register) T1", "0100001000 mmm nnn"},
    {"RSB (immediate) T1", "0100001001 nnn ddd"},
    {"CMP (register) T1", "0100001010 mmm nnn"},
    {"CMN (register) T1", "0100001011 mmm nnn"},
    {"ORR (register) T1", "0100001100 mmm ddd"},
    {"MUL T1", "0100001101 nnn ddd"},
    {"BIC (register) T1", "0100001110 mmm ddd"},
    {"MVN (register) T1", "0100001111 mmm ddd"},
    // A5.2.3 Special data instructions and branch and exchange
    {"ADD (register) T2", "01000100 d mmmm ddd"},
    {"CMP (register) T2", "01000101 n mmmm nnn"},
    {"MOV (register) T1", "01000110 d mmmm ddd"},
    {"BX", "010001110 mmmm 000"},
    {"BLX (register)", "010001111 mmmm 000"},
    {"LDR (literal) T1", "01001 ttt iiiiiiii"},
    // A5.2.4 Load/store single data item
    {"STR (register) T1", "0101000 mmm nnn ttt"},
    {"STRH (register) T1", "0101001 mmm nnn ttt"},
    {"STRB (register) T1", "0101010 mmm nnn ttt"},
    {"LDRSB (register) T1", "0101011 mmm nnn ttt"},
    {"LDR (register) T1", "0101100 mmm nnn ttt"},
    {"LDRH (register) T1", "0101101 mmm nnn ttt"},
    {"LDRB (register) T1", "0101110 mmm nnn ttt"},
    {"LDRSH (register) T1", "0101111 mmm nnn ttt"},
    {"STR (immediate) T1", "01100 iiiii nnn ttt"},
    {"LDR (immediate) T1", "01101 iiiii nnn ttt"},
    {"STRB (immediate) T1", "01110 iiiii nnn ttt"},
    {"LDRB (immediate) T1", "01111 iiiii nnn ttt"},
    {"STRH (immediate) T1", "10000 iiiii nnn ttt"},
    {"LDRH (immediate) T1", "10001 iiiii nnn ttt"},
    {"STR (immediate) T2", "10010 ttt iiiiiiii"},
    {"LDR (immediate) T2", "10011 ttt iiiiiiii"},
    {"ADR T1", "10100 ddd iiiiiiii"},
    {"ADD (SP plus immediate) T1", "10101 ddd iiiiiiii"},
    // A5.2.5 Miscellaneous 16-bit instructions
    {"ADD (SP plus immediate) T2", "101100000 iiiiiii"},
    {"SUB (SP minus immediate) T1", "101100001 iiiiiii"},
    {"CBZ, CBNZ", "1011 o 0 i 1 iiiii nnn"},
    {"SXTH T1", "1011001000 mmm ddd"},
    {"SXTB T1", "1011001001 mmm ddd"},
    {"UXTH T1", "1011001010 mmm ddd"},
    {"UXTB T1", "1011001011 mmm ddd"},
    {"PUSH T1", "1011010 m rrrrrrrr"},
    {"CPS", "10110110011 i 00 ab"},
    {"REV T1", "1011101000 mmm ddd"},
    {"REV16 T1", "1011101001 mmm ddd"},
    {"REVSH T1", "1011101011 mmm ddd"},
    {"POP T1", "1011110 p rrrrrrrr"},
    {"NOP, YIELD, SEV and unallocated hints T1", "10111111 h 1 hh 0000", false},
    {"STM T1", "11000 nnn rrrrrrrr"},
    {"LDM T1", "11001 nnn rrrrrrrr"},
    {"B T1", "1101 cccc iiiiiiii"},
    {"B T2", "11100 iiiiiiiiiii"},
    // A5.3.5 Load Multiple and Store Multiple
    {"STM T2", "1110100010 w0 nnnn 0m0 rrrrrrrrrrrrr"},
    {"LDM T2", "1110100010 w1 nnnn pm0 rrrrrrrrrrrrr"},
    {"STMDB", "1110100100 w0 nnnn 0m0 rrrrrrrrrrrrr"},
    {"LDMDB", "1110100100 w1 nnnn pm0 rrrrrrrrrrrrr"},
    // A5.3.6 Load/store dual or exclusive, table branch
    {"STREX", "111010000100 nnnn tttt dddd iiiiiiii"},
    {"LDREX", "111010000101 nnnn tttt 1111 iiiiiiii"},
    {"STRD", "1110100 p u 1 w 0 nnnn tttt ssss iiiiiiii"},
    {"LDRD", "1110100 p u 1 w 1 nnnn tttt ssss iiiiiiii"},
    {"STREXB", "111010001100 nnnn tttt 1111 0100 dddd"},
    {"STREXH", "111010001100 nnnn tttt 1111 0101 dddd"},
    {"TBB", "111010001101 nnnn 11110000 0000 mmmm"},
    {"TBH", "111010001101 nnnn 11110000 0001 mmmm"},
    {"LDREXB", "111010001101 nnnn tttt 1111 0100 1111"},
    {"LDREXH", "111010001101 nnnn tttt 1111 0101 1111"},
    // A5.3.11 Data processing (shifted register)
    {"AND, TST (register) T2", "11101010000 s nnnn 0iii dddd iitt mmmm"},
    {"BIC (register) T2", "11101010001 s nnnn 0iii dddd iitt mmmm"},
    {"ORR (register) T2", "11101010010 s nnnn 0iii dddd iitt mmmm"},
    {"MOV (register) T3, shifts (immediate) T2, RRX", "11101010010 s 1111 0iii dddd iitt mmmm"},
    {"ORN (register)", "11101010011 s nnnn 0iii dddd iitt mmmm"},
    {"MVN (register) T2", "11101010011 s 1111 0iii dddd iitt mmmm"},
    {"EOR, TEQ (register) T2", "11101010100 s nnnn 0iii dddd iitt mmmm"},
    {"ADD, CMN (register) T3", "11101011000 s nnnn 0iii dddd iitt mmmm"},
    {"ADC (register) T2", "11101011010 s nnnn 0iii dddd iitt mmmm"},
    {"SBC (register) T2", "11101011011 s nnnn 0iii dddd iitt mmmm"},
    {"SUB, CMP (register) T2", "11101011101 s nnnn 0iii dddd iitt mmmm"},
    {"RSB (register)", "11101011110 s nnnn 0iii dddd iitt mmmm"},
    // A5.3.1 Data processing (modified immediate)
    {"AND, TST (immediate)", "11110 i 00000 s nnnn 0iii dddd iiiiiiii"},
    {"BIC (immediate)", "11110 i 00001 s nnnn 0iii dddd iiiiiiii"},
    {"ORR (immediate)", "11110 i 00010 s nnnn 0iii dddd iiiiiiii"},
    {"MOV (immediate) T2", "11110 i 00010 s 1111 0iii dddd iiiiiiii"},
    {"ORN (immediate)", "11110 i 00011 s nnnn 0iii dddd iiiiiiii"},
    {"MVN (immediate)", "11110 i 00011 s 1111 0iii dddd iiiiiiii"},
    {"EOR, TEQ (immediate)", "11110 i 00100 s nnnn 0iii dddd iiiiiiii"},
    {"ADD, CMN (immediate) T3", "11110 i 01000 s nnnn 0iii dddd iiiiiiii"},
    {"ADC (immediate)", "11110 i 01010 s nnnn 0iii dddd iiiiiiii"},
    {"SBC (immediate)", "11110 i 01011 s nnnn 0iii dddd iiiiiiii"},
    {"SUB, CMP (immediate) T3", "11110 i 01101 s nnnn 0iii dddd iiiiiiii"},
    {"RSB (immediate) T2", "11110 i 01110 s nnnn 0iii dddd iiiiiiii"},
    // A5.3.3 Data processing (plain binary immediate)
    {"ADD (immediate) T4, ADR T3", "11110 i 100000 nnnn 0iii dddd iiiiiiii"},
    {"MOV (immediate) T3", "11110 i 100100 iiii 0iii dddd iiiiiiii"},
    {"SUB (immediate) T4, ADR T2", "11110 i 101010 nnnn 0iii dddd iiiiiiii"},
    {"MOVT", "11110 i 101100 iiii 0iii dddd iiiiiiii"},
    {"SSAT", "111100 1100 h 0 nnnn 0iii dddd ii 0 sssss"},
    {"SBFX", "111100 110100 nnnn 0iii dddd ii 0 wwwww"},
    {"BFI, BFC", "111100 110110 nnnn 0iii dddd ii 0 wwwww"},
    {"BFC", "111100 110110 1111 0iii dddd ii 0 wwwww"},
    {"USAT", "111100 1110 h 0 nnnn 0iii dddd ii 0 sssss"},
    {"UBFX", "111100 111100 nnnn 0iii dddd ii 0 wwwww"},
    // A5.3.4 Branches and miscellaneous control
    {"B T3", "11110 s cccc iiiiii 10 j 0 j iiiiiiiiiii"},
    {"B T4", "11110 s iiiiiiiiii 10 j 1 j iiiiiiiiiii"},
    {"BL", "11110 s iiiiiiiiii 11 j 1 j iiiiiiiiiii"},
    {"MSR APSR", "111100111000 nnnn 1000 1000 000000 yy"},
    {"MSR MSP, PSP", "111100111000 nnnn 1000 1000 0000100 y"},
    {"MSR PRIMASK, BASEPRI", "111100111000 nnnn 1000 1000 0001000 y"},
    {"MRS xPSR", "1111001111101111 1000 dddd 00000 yyy"},
    {"MRS MSP, PSP", "1111001111101111 1000 dddd 0000100 y"},
    {"MRS PRIMASK, BASEPRI, BASEPRI_MAX, FAULTMASK", "1111001111101111 1000 dddd 000100 yy"},
    {"MRS CONTROL", "1111001111101111 1000 dddd 00010100"},
    {"NOP, YIELD and DBG T2", "1111001110101111 10000000 1111 hhhh"},
    {"CLREX", "1111001110111111 1000111100101111"},
    {"DSB, DMB", "1111001110111111 10001111010 o hhhh", false},
    // A5.3.7 to A5.3.10 Load/store single
    {"STRB (immediate) T2", "111110001000 nnnn tttt iiiiiiiiiiii"},
    {"STRB (immediate) T3, STRBT", "111110000000 nnnn tttt 1puw iiiiiiii"},
    {"STRB (register) T2", "111110000000 nnnn tttt 000000 ss mmmm"},
    {"STRH (immediate) T2", "111110001010 nnnn tttt iiiiiiiiiiii"},
    {"STRH (immediate) T3, STRHT", "111110000010 nnnn tttt 1puw iiiiiiii"},
    {"STRH (register) T2", "111110000010 nnnn tttt 000000 ss mmmm"},
    {"STR (immediate) T3", "111110001100 nnnn tttt iiiiiiiiiiii"},
    {"STR (immediate) T4, STRT", "111110000100 nnnn tttt 1puw iiiiiiii"},
    {"STR (register) T2", "111110000100 nnnn tttt 000000 ss mmmm"},
    {"LDRB (immediate) T2, PLD", "111110001001 nnnn tttt iiiiiiiiiiii"},
    {"LDRB (immediate) T3, LDRBT, PLD", "111110000001 nnnn tttt 1puw iiiiiiii"},
    {"LDRB (register) T2, PLD", "111110000001 nnnn tttt 000000 ss mmmm"},
    {"LDRB (literal), PLD", "11111000 u 0011111 tttt iiiiiiiiiiii"},
    {"LDRSB (immediate) T1, PLI", "111110011001 nnnn tttt iiiiiiiiiiii"},
    {"LDRSB (immediate) T2, LDRSBT, PLI", "111110010001 nnnn tttt 1puw iiiiiiii"},
    {"LDRSB (register) T2, PLI", "111110010001 nnnn tttt 000000 ss mmmm"},
    {"LDRSB (literal), PLI", "11111001 u 0011111 tttt iiiiiiiiiiii"},
    {"LDRH (immediate) T2", "111110001011 nnnn tttt iiiiiiiiiiii"},
    {"LDRH (immediate) T3, LDRHT", "111110000011 nnnn tttt 1puw iiiiiiii"},
    {"LDRH (register) T2", "111110000011 nnnn tttt 000000 ss mmmm"},
    {"LDRH (literal)", "11111000 u 0111111 tttt iiiiiiiiiiii"},
    {"LDRSH (immediate) T1", "111110011011 nnnn tttt iiiiiiiiiiii"},
    {"LDRSH (immediate) T2, LDRSHT", "111110010011 nnnn tttt 1puw iiiiiiii"},
    {"LDRSH (register) T2", "111110010011 nnnn tttt 000000 ss mmmm"},
    {"LDRSH (literal)", "11111001 u 0111111 tttt iiiiiiiiiiii"},
    {"LDR (immediate) T3", "111110001101 nnnn tttt iiiiiiiiiiii"},
    {"LDR (immediate) T4, LDRT", "111110000101 nnnn tttt 1puw iiiiiiii"},
    {"LDR (register) T2", "111110000101 nnnn tttt 000000 ss mmmm"},
    {"LDR (literal) T2", "11111000 u 1011111 tttt iiiiiiiiiiii"},
    // A5.3.12 to A5.3.15 Data processing (register)
    {"LSL, LSR, ASR, ROR (register) T2", "111110100 tt s nnnn 1111 dddd 0000 mmmm"},
    {"SXTH T2", "1111101000001111 1111 dddd 10 rr mmmm"},
    {"UXTH T2", "1111101000011111 1111 dddd 10 rr mmmm"},
    {"SXTB T2", "1111101001001111 1111 dddd 10 rr mmmm"},
    {"UXTB T2", "1111101001011111 1111 dddd 10 rr mmmm"},
    {"REV, REV16, RBIT, REVSH T2", "111110101001 nnnn 1111 dddd 10 oo mmmm"},
    {"CLZ", "111110101011 nnnn 1111 dddd 1000 mmmm"},
    // A5.3.16 and A5.3.17 Multiply
    {"MLA, MUL T2", "111110110000 nnnn aaaa dddd 0000 mmmm"},
    {"MUL T2", "111110110000 nnnn 1111 dddd 0000 mmmm"},
    {"MLS", "111110110000 nnnn aaaa dddd 0001 mmmm"},
    {"SMULL", "111110111000 nnnn llll hhhh 0000 mmmm"},
    {"SDIV", "111110111001 nnnn 1111 dddd 1111 mmmm"},
    {"UMULL", "111110111010 nnnn llll hhhh 0000 mmmm"},
    {"UDIV", "111110111011 nnnn 1111 dddd 1111 mmmm"},
    {"SMLAL", "111110111100 nnnn llll hhhh 0000 mmmm"},
    {"UMLAL", "111110111110 nnnn llll hhhh 0000 mmmm"},
    // What is UNDEFINED, and reserved bits of every class: whole groups drawn without structure
    {"UDF T1", "11011110 iiiiiiii"},
    {"16-bit miscellaneous, all", "1011 xxxx xxxxxxxx"},
    {"32-bit memory group, all", "1110100 xxxxxxxxx xxxxxxxxxxxxxxxx"},
    {"32-bit shifted register group, all", "1110101 xxxxxxxxx xxxxxxxxxxxxxxxx"},
    {"32-bit immediate group, all", "11110 xxxxxxxxxxx 0xxxxxxxxxxxxxxx"},
    {"32-bit single load/store group, all", "1111100 xxxxxxxxx xxxxxxxxxxxxxxxx"},
    {"32-bit register and multiply group, all", "1111101 xxxxxxxxx xxxxxxxxxxxxxxxx"},
    {"UDF T2", "111101111111 iiii 1010 iiiiiiiiiiii"},
    {"Coprocessor", "111 x 11 xxxxxxxxxx xxxxxxxxxxxxxxxx"},
};

}  // namespace

std::span<const EncodingClass> encoding_classes() { return classes; }

std::uint32_t drawn_from(const EncodingClass& row, std::uint32_t random) {
    std::uint32_t code = 0;
    for (const char c : std::string_view(row.pattern)) {
        if (c == ' ') continue;
        const std::uint32_t bit = c == '0' ? 0 : c == '1' ? 1 : random & 1;
        if (c != '0' && c != '1') random >>= 1;
        code = code << 1 | bit;
    }
    return code;
}

bool is_narrow(const EncodingClass& row) {
    unsigned bits = 0;
    for (const char c : std::string_view(row.pattern)) bits += c == ' ' ? 0 : 1;
    return bits == 16;
}

}  // namespace jig::oracle
