// SPDX-License-Identifier: Apache-2.0
// SPI registers and frames, RM0008 sections 25.3 and 25.5.
#include "machine/peripherals/spi.hpp"

#include <utility>

#include "machine/outside.hpp"
#include "machine/peripherals/registers.hpp"

namespace jig::machine {
namespace {

constexpr std::uint32_t CR1 = 0x00, CR2 = 0x04, SR = 0x08, DR = 0x0C, CRCPR = 0x10, RXCRCR = 0x14, TXCRCR = 0x18,
                        I2SCFGR = 0x1C, I2SPR = 0x20;

constexpr std::uint32_t MSTR = bit(2), SPE = bit(6), LSBFIRST = bit(7), SSI = bit(8), SSM = bit(9), RXONLY = bit(10),
                        DFF = bit(11), CRCNEXT = bit(12), CRCEN = bit(13), BIDIOE = bit(14), BIDIMODE = bit(15);
constexpr std::uint32_t RXDMAEN = bit(0), TXDMAEN = bit(1), SSOE = bit(2), ERRIE = bit(5), RXNEIE = bit(6),
                        TXEIE = bit(7);
constexpr std::uint32_t RXNE = bit(0), TXE = bit(1), CRCERR = bit(4), MODF = bit(5), OVR = bit(6), BSY = bit(7);
constexpr std::uint32_t I2SMOD = bit(11);
constexpr std::uint32_t cr2_bits = 0xE7, i2scfgr_bits = 0xFBF, i2spr_bits = 0x3FF;

}  // namespace

bool Spi::master_on() const { return (cr1_ & (SPE | MSTR)) == (SPE | MSTR) && (i2scfgr_ & I2SMOD) == 0; }

// 25.3.4: frames follow each other without anything being written.
bool Spi::receives_only() const { return (cr1_ & BIDIMODE) != 0 ? (cr1_ & BIDIOE) == 0 : (cr1_ & RXONLY) != 0; }

// 25.3.1, slave select management. A master that drives NSS itself does not look at it.
bool Spi::nss_is_high(const Fabric& fabric) const {
    if ((cr1_ & SSM) != 0) return (cr1_ & SSI) != 0;
    if ((cr1_ & MSTR) != 0 && (cr2_ & SSOE) != 0) return true;
    return fabric.pad_is_high(config_.nss);
}

unsigned Spi::frame_bits() const { return (cr1_ & DFF) != 0 ? 16 : 8; }

// The first bit on the wire becomes the highest, or back.
std::uint16_t Spi::wire_order(std::uint16_t data) const {
    if ((cr1_ & LSBFIRST) == 0) return data;
    std::uint16_t reversed = 0;
    for (unsigned i = 0; i < frame_bits(); ++i) reversed = static_cast<std::uint16_t>(reversed << 1 | (data >> i & 1));
    return reversed;
}

std::uint32_t Spi::pclk_hz(const Fabric& fabric) const {
    return config_.bus == Bus::apb2 ? fabric.clocks().pclk2_hz : fabric.clocks().pclk1_hz;
}

Picoseconds Spi::frame_time(const Fabric& fabric) const {
    const std::int64_t divider = std::int64_t{2} << field(cr1_, 5, 3);
    return period_of(pclk_hz(fabric), fabric.clocks()) * divider * frame_bits();
}

// 25.3.6: bit by bit as on the wire, CRC8 or CRC16 as the frame format has it.
std::uint16_t Spi::crc_over(std::uint16_t crc, std::uint16_t wire) const {
    const unsigned bits = frame_bits();
    std::uint32_t value = crc ^ wire;
    for (unsigned i = 0; i < bits; ++i) {
        const bool carry = (value >> (bits - 1) & 1) != 0;
        value = (value << 1 ^ (carry ? crcpr_ : 0)) & (bit(bits) - 1);
    }
    return static_cast<std::uint16_t>(value);
}

// 25.3.7: BSY stays low in bidirectional reception by a master.
std::uint32_t Spi::status() const {
    const bool silent = (cr1_ & (BIDIMODE | BIDIOE)) == BIDIMODE;
    const bool busy = master_on() && !silent && (shifting_ || (flags_ & TXE) == 0);
    return flags_ | (busy ? BSY : 0);
}

BusReply Spi::read(Fabric& fabric, std::uint32_t offset, Width) {
    settle(fabric);
    const std::uint32_t reg = word_offset(offset);
    if (reg == SR) return {.value = read_status(fabric)};
    if (reg != DR) return {.value = value_of(reg)};
    const std::uint32_t value = read_data();
    update_lines(fabric);
    return {.value = value};
}

std::uint32_t Spi::value_of(std::uint32_t reg) const {
    switch (reg) {
        case CR1: return cr1_;
        case CR2: return cr2_;
        case CRCPR: return crcpr_;
        case RXCRCR: return rxcrc_;
        case TXCRCR: return txcrc_;
        case I2SCFGR: return i2scfgr_;
        case I2SPR: return i2spr_;
        default: return 0;
    }
}

// 25.3.10: OVR goes with this read if DR was read before it.
std::uint32_t Spi::read_status(Fabric& fabric) {
    const std::uint32_t value = status();
    if (std::exchange(data_read_, false)) flags_ &= ~OVR;
    fault_seen_ = (flags_ & MODF) != 0;
    if (shifting_) fabric.nothing_changes_until(shifting_->until);
    update_lines(fabric);
    return value;
}

std::uint32_t Spi::read_data() {
    flags_ &= ~RXNE;
    data_read_ = (flags_ & OVR) != 0;
    return rx_;
}

BusReply Spi::write(Fabric& fabric, std::uint32_t offset, Width, std::uint32_t value) {
    settle(fabric);
    switch (word_offset(offset)) {
        case CR1: write_control(value & 0xFFFF); break;
        case CR2: cr2_ = value & cr2_bits; break;
        case SR:
            flags_ &= value | ~CRCERR;
            fault_seen_ = (flags_ & MODF) != 0;
            break;
        case DR:
            if ((i2scfgr_ & I2SMOD) != 0) break;
            tx_ = static_cast<std::uint16_t>(value & (bit(frame_bits()) - 1));
            flags_ &= ~TXE;
            break;
        case CRCPR: crcpr_ = value & 0xFFFF; break;
        case I2SCFGR: i2scfgr_ = value & i2scfgr_bits; break;
        case I2SPR: i2spr_ = value & i2spr_bits; break;
        default: break;
    }
    check_mode_fault(fabric);
    if (!shifting_) start_next(fabric, fabric.now());
    settle(fabric);
    return {};
}

void Spi::write_control(std::uint32_t value) {
    if (std::exchange(fault_seen_, false)) flags_ &= ~MODF;
    if ((flags_ & MODF) != 0) value &= ~(SPE | MSTR);  // 25.3.10: they cannot be set meanwhile
    if ((value & ~cr1_ & CRCEN) != 0) rxcrc_ = txcrc_ = 0;
    if ((value & SPE) == 0) crc_follows_data_ = false;
    cr1_ = value;
}

// 25.3.10, master mode fault. Says whether there was one.
bool Spi::check_mode_fault(const Fabric& fabric) {
    if (!master_on() || nss_is_high(fabric)) return false;
    flags_ |= MODF;
    cr1_ &= ~(SPE | MSTR);
    shifting_.reset();
    return true;
}

// 25.3.6: after CRCNEXT, and by itself when DMA has handed over the last data.
bool Spi::crc_is_next(const Fabric& fabric) const {
    if ((cr1_ & CRCEN) == 0 || !crc_follows_data_) return false;
    return (cr1_ & CRCNEXT) != 0 || ((cr2_ & TXDMAEN) != 0 && fabric.dma_remaining(config_.dma_tx) == 0);
}

void Spi::start_next(const Fabric& fabric, Picoseconds start) {
    if (!master_on() || stopped_at_) return;
    const Picoseconds until = start + frame_time(fabric);
    if ((flags_ & TXE) == 0) {
        shifting_ = {.data = wire_order(tx_), .is_crc = false, .until = until};
        flags_ |= TXE;
    } else if (crc_is_next(fabric)) {
        shifting_ = {.data = txcrc_, .is_crc = true, .until = until};
        cr1_ &= ~CRCNEXT;
    } else if (receives_only()) {
        shifting_ = {.data = 0xFFFF, .is_crc = false, .until = until};
    }
}

void Spi::finish_frame(Fabric& fabric) {
    const Frame done = *std::exchange(shifting_, std::nullopt);
    Outside* const outside = fabric.outside();
    const auto all_ones = static_cast<std::uint16_t>(bit(frame_bits()) - 1);
    std::uint16_t received = all_ones;
    if (outside != nullptr)
        received = outside->spi_exchange(config_.number, done.data & all_ones, frame_bits(), done.until) & all_ones;
    if (done.is_crc) {
        if (received != rxcrc_) flags_ |= CRCERR;
    } else if ((cr1_ & CRCEN) != 0) {
        txcrc_ = crc_over(txcrc_, done.data & all_ones);
        rxcrc_ = crc_over(rxcrc_, received);
    }
    crc_follows_data_ = !done.is_crc;
    const bool sends_only = (cr1_ & (BIDIMODE | BIDIOE)) == (BIDIMODE | BIDIOE);
    if (!sends_only) take_in(wire_order(received));
    start_next(fabric, done.until);
}

// 25.3.10: a frame that finds RXNE still set is lost and sets OVR.
void Spi::take_in(std::uint16_t data) {
    if ((flags_ & RXNE) != 0) {
        flags_ |= OVR;
        return;
    }
    rx_ = data;
    flags_ |= RXNE;
}

std::optional<std::uint16_t> Spi::clock_frame(Fabric& fabric, std::uint16_t mosi) {
    settle(fabric);
    if ((cr1_ & (SPE | MSTR)) != SPE || nss_is_high(fabric) || stopped_at_) return std::nullopt;
    const std::uint16_t answer = wire_order(tx_);
    flags_ |= TXE;
    take_in(wire_order(mosi));
    update_lines(fabric);
    return answer;
}

void Spi::pads_changed(Fabric& fabric) {
    if (check_mode_fault(fabric)) update_lines(fabric);
}

// What was under way when the clock stopped goes on where it was when the clock comes back.
void Spi::clocking_changed(Fabric& fabric) {
    const bool stands_still = pclk_hz(fabric) == 0 || !fabric.clocked(*this);
    if (stands_still == stopped_at_.has_value()) return;
    if (stands_still) {
        stopped_at_ = fabric.now();
        return;
    }
    const Picoseconds lost = fabric.now() - *std::exchange(stopped_at_, std::nullopt);
    if (shifting_) shifting_->until += lost;
    settle(fabric);
}

void Spi::settle(Fabric& fabric) {
    if (stopped_at_) return;
    while (shifting_ && shifting_->until <= fabric.now()) {
        finish_frame(fabric);
        update_lines(fabric);
    }
    if (shifting_) fabric.wake_at(*this, shifting_->until);
    update_lines(fabric);
}

// Table 182 and 25.3.9.
void Spi::update_lines(Fabric& fabric) const {
    const bool on = (cr1_ & SPE) != 0;
    fabric.set_dma_request(config_.dma_tx, on && (cr2_ & TXDMAEN) != 0 && (flags_ & TXE) != 0);
    fabric.set_dma_request(config_.dma_rx, on && (cr2_ & RXDMAEN) != 0 && (flags_ & RXNE) != 0);
    const bool asks = ((cr2_ & TXEIE) != 0 && (flags_ & TXE) != 0) || ((cr2_ & RXNEIE) != 0 && (flags_ & RXNE) != 0) ||
                      ((cr2_ & ERRIE) != 0 && (flags_ & (MODF | OVR | CRCERR)) != 0);
    fabric.set_irq(config_.irq, asks);
}

void Spi::reset(Fabric& fabric, ResetCause) {
    *this = Spi(config_);
    update_lines(fabric);
}

}  // namespace jig::machine
