// SPDX-License-Identifier: Apache-2.0
// The AHB-AP's registers and its bus accesses.
#include "bench/debug_port/ahb_ap.hpp"

#include <algorithm>

namespace jig::bench {

namespace {

using machine::Width;

// Register addresses: SELECT.APBANKSEL and A[3:2].
constexpr std::uint8_t CSW = 0x00;
constexpr std::uint8_t TAR = 0x04;
constexpr std::uint8_t DRW = 0x0C;
constexpr std::uint8_t BD0 = 0x10;
constexpr std::uint8_t BD3 = 0x1C;
constexpr std::uint8_t CFG = 0xF4;
constexpr std::uint8_t BASE = 0xF8;
constexpr std::uint8_t IDR = 0xFC;

constexpr std::uint32_t csw_size = 7u;
constexpr unsigned csw_addr_inc_shift = 4;
constexpr std::uint32_t csw_trn_in_prog = 1u << 7;
// MasterType, Hprot1, AddrInc and Size; the rest is fixed in the Cortex-M3.
constexpr std::uint32_t csw_writable = 1u << 29 | 1u << 25 | 3u << csw_addr_inc_shift | csw_size;
constexpr std::uint32_t addr_inc_off = 0;
constexpr std::uint32_t addr_inc_packed = 2;
// TAR increments in its 12 low bits and wraps inside a 4 KB block (DDI 0337, CSW.AddrInc).
constexpr std::uint32_t tar_increment_mask = 0xFFF;

constexpr std::uint32_t cfg_little_endian = 0;
constexpr std::uint32_t rom_table_base = 0xE00FF003;

constexpr std::uint32_t after(std::uint32_t tar, unsigned bytes) {
    return (tar & ~tar_increment_mask) | ((tar + bytes) & tar_increment_mask);
}
constexpr std::uint32_t aligned(std::uint32_t address, Width width) {
    return address & ~(static_cast<std::uint32_t>(width) - 1);
}
// A byte or half-word travels on the lane that its address names (IHI 0031, "Byte lanes").
constexpr unsigned lane_shift(std::uint32_t address) { return 8 * (address & 3); }
constexpr std::uint32_t width_mask(Width width) {
    return width == Width::word ? 0xFFFFFFFFu : (1u << 8 * static_cast<unsigned>(width)) - 1;
}

}  // namespace

AhbAp::Access AhbAp::read(std::uint8_t address) {
    if (address >= BD0 && address <= BD3) return banked(false, address, 0);
    Access plain{.reply = {.ready_at = bus_->now()}, .next_tar = tar_};
    switch (address) {
        case DRW: return transfer(false, 0);
        case CSW: plain.reply.value = csw(); break;
        case TAR: plain.reply.value = tar_; break;
        case CFG: plain.reply.value = cfg_little_endian; break;
        case BASE: plain.reply.value = rom_table_base; break;
        case IDR: plain.reply.value = bus_->config().ap_idr; break;
        default: break;  // reserved registers read as zero
    }
    return plain;
}

AhbAp::Access AhbAp::write(std::uint8_t address, std::uint32_t value) {
    if (address == DRW) return transfer(true, value);
    if (address >= BD0 && address <= BD3) return banked(true, address, value);
    if (address == CSW) csw_ = (csw_ & ~csw_writable) | (value & csw_writable);
    return {.reply = {.ready_at = bus_->now()}, .next_tar = address == TAR ? value : tar_};
}

void AhbAp::complete(const Access& access) {
    if (!access.reply.fault) tar_ = access.next_tar;
}

void AhbAp::power_on_reset() {
    csw_ = csw_reset;
    tar_ = 0;
    abandoned_until_ = machine::Picoseconds{0};
}

bool AhbAp::moves_data(std::uint8_t address) { return address == DRW || (address >= BD0 && address <= BD3); }

bool AhbAp::counts_transactions(std::uint8_t address) { return address == DRW; }

std::uint32_t AhbAp::csw() const { return csw_ | (transfer_in_progress() ? csw_trn_in_prog : 0); }

Width AhbAp::width() const {
    switch (csw_ & csw_size) {
        case 0: return Width::byte;
        case 1: return Width::half;
        default: return Width::word;  // 2; larger sizes are reserved on a 32-bit bus
    }
}

AhbAp::Access AhbAp::transfer(bool is_write, std::uint32_t value) {
    const Width size = width();
    const unsigned bytes = static_cast<unsigned>(size);
    const std::uint32_t increment = csw_ >> csw_addr_inc_shift & 3u;
    const unsigned count = increment == addr_inc_packed ? 4 / bytes : 1;

    Access access{.reply = {.ready_at = bus_->now()}, .next_tar = tar_};
    for (unsigned i = 0; i < count && !access.reply.fault; ++i) {
        const std::uint32_t address = aligned(access.next_tar, size);
        const unsigned shift = lane_shift(address);
        const machine::DebugReply reply =
            is_write ? bus_->write(address, size, value >> shift & width_mask(size)) : bus_->read(address, size);
        access.reply.fault = reply.fault;
        access.reply.ready_at = std::max(access.reply.ready_at, reply.ready_at);
        access.reply.value |= (reply.value & width_mask(size)) << shift;
        if (increment != addr_inc_off) access.next_tar = after(access.next_tar, bytes);
    }
    return access;
}

// BD0-3 reach the four words around TAR and leave TAR alone.
AhbAp::Access AhbAp::banked(bool is_write, std::uint8_t address, std::uint32_t value) {
    const std::uint32_t word = (tar_ & ~0xFu) | (address & 0xCu);
    return {.reply = is_write ? bus_->write(word, Width::word, value) : bus_->read(word, Width::word),
            .next_tar = tar_};
}

}  // namespace jig::bench
