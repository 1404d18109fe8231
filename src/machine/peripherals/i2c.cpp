// SPDX-License-Identifier: Apache-2.0
// I2C registers, RM0008 section 26.6.
#include "machine/peripherals/i2c.hpp"

#include <utility>

#include "machine/outside.hpp"
#include "machine/peripherals/i2c_bits.hpp"

namespace jig::machine {
namespace {

using namespace i2c;

constexpr std::uint32_t CR1 = 0x00, CR2 = 0x04, OAR1 = 0x08, OAR2 = 0x0C, DR = 0x10, SR1 = 0x14, SR2 = 0x18, CCR = 0x1C,
                        TRISE = 0x20;
constexpr std::uint32_t cleared_without_pe = START | STOP | ACK | POS | bit(12) | bit(13);  // 26.6.1; PEC, ALERT
constexpr std::uint32_t cr1_bits = 0xBFFB, cr2_bits = 0x1F3F, oar1_bits = 0xC3FF, oar2_bits = 0xFF, ccr_bits = 0xCFFF,
                        trise_bits = 0x3F;

}  // namespace

BusReply I2c::read(Fabric& fabric, std::uint32_t offset, Width) {
    settle(fabric);
    std::uint32_t value = 0;
    switch (word_offset(offset)) {
        case DR: value = read_data(fabric); break;
        case SR2: value = read_status2(fabric); break;
        case SR1:
            value = sr1_;
            status1_read_ = true;
            if (until_) fabric.nothing_changes_until(*until_);
            break;
        default: return {.value = value_of(word_offset(offset))};
    }
    return {.value = value};
}

std::uint32_t I2c::value_of(std::uint32_t reg) const {
    switch (reg) {
        case CR1: return cr1_;
        case CR2: return cr2_;
        case OAR1: return oar1_;
        case OAR2: return oar2_;
        case CCR: return ccr_;
        case TRISE: return trise_;
        default: return 0;
    }
}

// 26.6.6: with BTF the byte behind it follows, and RxNE stays; the bus goes on.
std::uint32_t I2c::read_data(Fabric& fabric) {
    const std::uint8_t value = dr_;
    sr1_ &= ~(RxNE | BTF);
    if (std::exchange(shift_full_, false)) {
        dr_ = shift_;
        sr1_ |= RxNE;
        if (phase_ == Phase::receive_wait) {
            if (last_acknowledged_) {
                enter(Phase::receiving, fabric.now() + 9 * bit_time(fabric));
            } else {
                enter(Phase::refused);
            }
        }
    }
    settle(fabric);
    return value;
}

// 26.6.7: after SR1 this clears ADDR. It does not spoil the sequence of SB: libraries read both registers, then write
// DR.
std::uint32_t I2c::read_status2(Fabric& fabric) {
    const std::uint32_t value = sr2_;
    if (status1_read_ && (sr1_ & ADDR) != 0) {
        status1_read_ = false;
        sr1_ &= ~ADDR;
        address_cleared(fabric);
        settle(fabric);
    }
    return value;
}

BusReply I2c::write(Fabric& fabric, std::uint32_t offset, Width, std::uint32_t value) {
    settle(fabric);
    switch (word_offset(offset)) {
        case CR1: write_control(fabric, value & cr1_bits); break;
        case CR2: cr2_ = value & cr2_bits; break;
        case OAR1: oar1_ = value & oar1_bits; break;
        case OAR2: oar2_ = value & oar2_bits; break;
        case DR: write_data(fabric, static_cast<std::uint8_t>(value)); break;
        case SR1: sr1_ &= value | ~error_flags; break;
        case CCR: ccr_ = value & ccr_bits; break;
        case TRISE: trise_ = value & trise_bits; break;
        default: break;
    }
    settle(fabric);
    return {};
}

// 26.6.1: START and STOP stay until the condition was made; PE = 0 clears them and everything under way.
void I2c::write_control(Fabric& fabric, std::uint32_t value) {
    if ((value & SWRST) != 0) return software_reset(fabric);
    cr1_ = value;
    if ((cr1_ & PE) == 0) return disable(fabric);
    if (waits()) obey_start_and_stop(fabric, fabric.now());
    if (phase_ == Phase::slave) cr1_ &= ~STOP;  // nothing to stop
}

void I2c::software_reset(Fabric& fabric) {
    disable(fabric);
    const auto stopped = stopped_at_;
    *this = I2c(config_);
    stopped_at_ = stopped;
    cr1_ = SWRST;
}

void I2c::disable(Fabric& fabric) {
    if ((sr2_ & MSL) != 0 && fabric.outside() != nullptr) fabric.outside()->i2c_stop(config_.number, fabric.now());
    cr1_ &= ~cleared_without_pe;
    sr1_ = sr2_ = 0;
    shift_full_ = false;
    enter(Phase::slave);
}

// What was under way when the clock stopped goes on where it was when the clock comes back.
void I2c::clocking_changed(Fabric& fabric) {
    const bool stands_still = fabric.clocks().pclk1_hz == 0 || !fabric.clocked(*this);
    if (stands_still == stopped_at_.has_value()) return;
    if (stands_still) {
        stopped_at_ = fabric.now();
        return;
    }
    const Picoseconds lost = fabric.now() - *std::exchange(stopped_at_, std::nullopt);
    if (until_) *until_ += lost;
    settle(fabric);
}

// Table 189 and 26.3.7.
void I2c::update_lines(Fabric& fabric) const {
    const std::uint32_t buffer = (cr2_ & ITBUFEN) != 0 ? RxNE | TxE : 0;
    const std::uint32_t events = sr1_ & (SB | ADDR | ADD10 | STOPF | BTF | buffer);
    fabric.set_irq(config_.event_irq, (cr2_ & ITEVTEN) != 0 && events != 0);
    fabric.set_irq(config_.error_irq, (cr2_ & ITERREN) != 0 && (sr1_ & error_flags) != 0);
    fabric.set_dma_request(config_.dma_tx, (cr2_ & DMAEN) != 0 && (sr1_ & TxE) != 0);
    fabric.set_dma_request(config_.dma_rx, (cr2_ & DMAEN) != 0 && (sr1_ & RxNE) != 0);
}

void I2c::reset(Fabric& fabric, ResetCause) {
    *this = I2c(config_);
    update_lines(fabric);
}

}  // namespace jig::machine
