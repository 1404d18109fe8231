// SPDX-License-Identifier: Apache-2.0
// FSMC registers, RM0008 21.5.6 and 21.6.8. ECCR2 and ECCR3 read 0: nothing is ever transferred.
#include "machine/peripherals/fsmc.hpp"

#include "machine/peripherals/registers.hpp"

namespace jig::machine {
namespace {

constexpr std::uint32_t BCR1 = 0x000, BTR4_end = 0x020, PCR2 = 0x060, card_end = 0x0B0, PIO4 = 0x0B0, BWTR1 = 0x104,
                        BWTR4_end = 0x120;
constexpr std::uint32_t bcr_bits = 0x000FFF7F, btr_bits = 0x3FFFFFFF, bwtr_bits = 0x300FFFFF, pcr_bits = 0x000FFE7E,
                        sr_bits = 0x3F, all = 0xFFFFFFFF;
constexpr std::uint32_t MBKEN = bit(0), FACCEN = bit(6), PBKEN = bit(2);
constexpr std::uint32_t nor_flash = 2;  // BCR.MTYP
constexpr std::uint32_t bank_bytes = 0x10000000, nor_bytes = 0x04000000;

}  // namespace

Fsmc::Register Fsmc::find(std::uint32_t offset) {
    if (offset < BTR4_end) {
        NorBank& bank = nor_[(offset - BCR1) / 8];
        return offset % 8 == 0 ? Register{&bank.BCR, bcr_bits} : Register{&bank.BTR, btr_bits};
    }
    if (offset >= BWTR1 && offset < BWTR4_end && offset % 8 == 4) return {&nor_[(offset - BWTR1) / 8].BWTR, bwtr_bits};
    if (offset == PIO4) return {&PIO4_, all};
    if (offset < PCR2 || offset >= card_end) return {nullptr, 0};
    CardBank& bank = cards_[(offset - PCR2) / 0x20 % cards_.size()];
    switch (offset % 0x20) {
        case 0x00: return {&bank.PCR, pcr_bits};
        case 0x04: return {&bank.SR, sr_bits};
        case 0x08: return {&bank.PMEM, all};
        case 0x0C: return {&bank.PATT, all};
        default: return {nullptr, 0};
    }
}

BusReply Fsmc::read(Fabric&, std::uint32_t offset, Width width) {
    const Register found = find(word_offset(offset));
    return {.value = found.value != nullptr ? lanes_read(*found.value, offset, width) : 0};
}

BusReply Fsmc::write(Fabric&, std::uint32_t offset, Width width, std::uint32_t value) {
    const Register found = find(word_offset(offset));
    if (found.value == nullptr) return {};
    *found.value = replaced(*found.value, lanes_written(*found.value, offset, width, value), found.writable);
    return {};
}

// 21.3.1: an error for a bank that is not enabled, and for a NOR flash bank without FACCEN.
bool Fsmc::answers(std::uint32_t address) const {
    const std::uint32_t bank = (address - banks_base) / bank_bytes;
    if (bank > 0) return (cards_[bank - 1].PCR & PBKEN) != 0;
    const std::uint32_t BCR = nor_[(address - banks_base) / nor_bytes].BCR;
    return (BCR & MBKEN) != 0 && (field(BCR, 3, 2) != nor_flash || (BCR & FACCEN) != 0);
}

}  // namespace jig::machine
