// SPDX-License-Identifier: Apache-2.0
// The I2C master's sequences, RM0008 section 26.3.3: from START to STOP, byte by byte.
#include <algorithm>
#include <utility>

#include "machine/outside.hpp"
#include "machine/peripherals/i2c.hpp"
#include "machine/peripherals/i2c_bits.hpp"

namespace jig::machine {
namespace {

using namespace i2c;

constexpr int byte_bits = 9;  // with its acknowledge

// 11110xx0: the first of two bytes that address ten bits. Its reading form, 11110xx1, stands alone.
bool is_ten_bit_header(std::uint8_t byte) { return (byte & 0xF9) == 0xF0; }

}  // namespace

// 26.6.8: SCL's high and low time together.
Picoseconds I2c::bit_time(const Fabric& fabric) const {
    const std::int64_t ccr = std::max<std::int64_t>(field(ccr_, 11, 0), 1);
    std::int64_t periods = 2 * ccr;
    if ((ccr_ & FS) != 0) periods = (ccr_ & DUTY) != 0 ? 25 * ccr : 3 * ccr;
    return period_of(fabric.clocks().pclk1_hz, fabric.clocks()) * periods;
}

// Nothing is on the wire that must be finished first. While ADDR is set a stop waits for the byte behind it.
bool I2c::waits() const { return !until_ && phase_ != Phase::address_sent; }

void I2c::settle(Fabric& fabric) {
    if (!stopped_at_) {
        while (until_ && *until_ <= fabric.now()) finish_phase(fabric);
        if (until_) fabric.wake_at(*this, *until_);
    }
    update_lines(fabric);
}

// 26.6.1: a stop ends what a master has begun, a start begins or repeats. The stop goes first.
void I2c::obey_start_and_stop(const Fabric& fabric, Picoseconds at) {
    if ((cr1_ & STOP) != 0 && phase_ != Phase::slave) {
        enter(Phase::stopping, at + bit_time(fabric));
    } else if ((cr1_ & START) != 0 && phase_ != Phase::start_sent) {
        enter(Phase::starting, at + bit_time(fabric));
    }
}

void I2c::finish_phase(Fabric& fabric) {
    const Picoseconds at = *std::exchange(until_, std::nullopt);
    switch (phase_) {
        case Phase::starting: finish_start(); break;
        case Phase::addressing:
        case Phase::address_low: finish_address(fabric, at); break;
        case Phase::transmitting: finish_transmitted(fabric, at); break;
        case Phase::receiving: finish_received(fabric, at); break;
        case Phase::stopping: finish_stop(fabric, at); break;
        case Phase::slave:
        case Phase::start_sent:
        case Phase::header_sent:
        case Phase::address_sent:
        case Phase::transmit_wait:
        case Phase::receive_wait:
        case Phase::refused: break;
    }
    update_lines(fabric);
}

void I2c::finish_start() {
    cr1_ &= ~START;
    sr1_ = (sr1_ & ~(TxE | BTF)) | SB;
    sr2_ = (sr2_ & ~TRA) | MSL | BUSY;
    status1_read_ = false;
    enter(Phase::start_sent);
}

// EV5 and EV9 need SR1 to be read first; a byte of data starts by itself when the shift register is empty.
void I2c::write_data(Fabric& fabric, std::uint8_t value) {
    const Picoseconds byte_end = fabric.now() + byte_bits * bit_time(fabric);
    switch (phase_) {
        case Phase::start_sent:
        case Phase::header_sent:
            if (!std::exchange(status1_read_, false)) return;
            shift_ = value;
            sr1_ &= ~(SB | ADD10);
            enter(phase_ == Phase::start_sent ? Phase::addressing : Phase::address_low, byte_end);
            break;
        case Phase::transmit_wait:
            sr1_ &= ~BTF;
            shift_out(fabric, value, fabric.now());
            break;
        case Phase::slave:
        case Phase::starting:
        case Phase::addressing:
        case Phase::address_low:
        case Phase::receiving:
        case Phase::receive_wait:
        case Phase::refused:
        case Phase::stopping: dr_ = value; break;
        case Phase::address_sent:
        case Phase::transmitting:
            dr_ = value;
            sr1_ &= ~TxE;
            break;
    }
}

void I2c::shift_out(const Fabric& fabric, std::uint8_t byte, Picoseconds at) {
    shift_ = byte;
    enter(Phase::transmitting, at + byte_bits * bit_time(fabric));
}

// 26.6.6: TxE is not set after a byte that was not acknowledged.
void I2c::refuse() {
    sr1_ = (sr1_ & ~TxE) | AF;
    enter(Phase::refused);
}

void I2c::finish_address(Fabric& fabric, Picoseconds at) {
    Outside* const outside = fabric.outside();
    const bool second = phase_ == Phase::address_low;
    const bool acknowledged = outside != nullptr && (second ? outside->i2c_write(config_.number, shift_, at)
                                                            : outside->i2c_start(config_.number, shift_, at));
    if (!acknowledged) {
        refuse();
    } else if (!second && is_ten_bit_header(shift_)) {
        sr1_ |= ADD10;
        status1_read_ = false;
        enter(Phase::header_sent);
    } else {
        if (second || (shift_ & 1) == 0) sr2_ |= TRA;
        address_acknowledged();
    }
    if (phase_ == Phase::refused) obey_start_and_stop(fabric, at);
}

// A transmitter's TxE comes with ADDR: libraries wait for both at once.
void I2c::address_acknowledged() {
    sr1_ |= ADDR | ((sr2_ & TRA) != 0 ? TxE : 0);
    last_acknowledged_ = next_acknowledged_ = true;
    enter(Phase::address_sent);
}

void I2c::address_cleared(const Fabric& fabric) {
    if (phase_ != Phase::address_sent) return;
    if ((sr2_ & TRA) == 0) return enter(Phase::receiving, fabric.now() + byte_bits * bit_time(fabric));
    enter(Phase::transmit_wait);
    if ((sr1_ & TxE) == 0) {
        sr1_ |= TxE;
        shift_out(fabric, dr_, fabric.now());
    } else {
        obey_start_and_stop(fabric, fabric.now());
    }
}

void I2c::finish_transmitted(Fabric& fabric, Picoseconds at) {
    Outside* const outside = fabric.outside();
    const bool acknowledged = outside != nullptr && outside->i2c_write(config_.number, shift_, at);
    if (!acknowledged) {
        refuse();
        return obey_start_and_stop(fabric, at);
    }
    enter(Phase::transmit_wait);
    if ((cr1_ & (START | STOP)) != 0) return obey_start_and_stop(fabric, at);
    if ((sr1_ & TxE) == 0) {
        sr1_ |= TxE;
        shift_out(fabric, dr_, at);
    } else {
        sr1_ |= BTF;
    }
}

// POS delays ACK by a byte; with LAST the byte that ends the DMA's transfer is not acknowledged (26.6.2).
bool I2c::acknowledges(const Fabric& fabric) {
    const bool ack = (cr1_ & ACK) != 0;
    const bool delayed = std::exchange(next_acknowledged_, ack);
    if ((cr2_ & (DMAEN | LAST)) == (DMAEN | LAST) && fabric.dma_remaining(config_.dma_rx) == 1) return false;
    return (cr1_ & POS) != 0 ? delayed : ack;
}

void I2c::finish_received(Fabric& fabric, Picoseconds at) {
    Outside* const outside = fabric.outside();
    const std::uint8_t byte = outside != nullptr ? outside->i2c_read(config_.number, at) : std::uint8_t{0xFF};
    last_acknowledged_ = acknowledges(fabric);
    if ((sr1_ & RxNE) == 0) {
        dr_ = byte;
        sr1_ |= RxNE;
        enter(Phase::refused);
    } else {
        shift_ = byte;
        shift_full_ = true;
        sr1_ |= BTF;
        enter(Phase::receive_wait);
    }
    if ((cr1_ & (START | STOP)) != 0) return obey_start_and_stop(fabric, at);
    if (phase_ == Phase::refused && last_acknowledged_) enter(Phase::receiving, at + byte_bits * bit_time(fabric));
}

// The interface goes back to slave mode. What was received may still be fetched.
void I2c::finish_stop(Fabric& fabric, Picoseconds at) {
    if (fabric.outside() != nullptr) fabric.outside()->i2c_stop(config_.number, at);
    cr1_ &= ~STOP;
    sr1_ &= ~(TxE | (shift_full_ ? 0 : BTF));
    sr2_ &= ~(MSL | BUSY | TRA);
    enter(Phase::slave);
    if ((cr1_ & START) != 0) obey_start_and_stop(fabric, at);
}

}  // namespace jig::machine
