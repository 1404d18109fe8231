// SPDX-License-Identifier: Apache-2.0
// An I2C interface as master, RM0008 section 26: the event sequences of SR1 and SR2, acknowledges, 7- and 10-bit
// addresses, timing of CCR, interrupts and DMA requests. The registers of slave, SMBus and PEC modes keep their bits;
// nobody outside speaks first.
#pragma once

#include <cstdint>
#include <optional>

#include "machine/device.hpp"

namespace jig::machine {

// Which of the two this is, RM0008 Table 63.
struct I2cConfig {
    unsigned number = 1;
    unsigned event_irq = 31;
    unsigned error_irq = 32;
    DmaRequest dma_rx = DmaRequest::i2c1_rx;
    DmaRequest dma_tx = DmaRequest::i2c1_tx;
};
[[nodiscard]] constexpr I2cConfig i2c_config(unsigned number) {
    if (number == 1) return {};
    return {2, 33, 34, DmaRequest::i2c2_rx, DmaRequest::i2c2_tx};
}

class I2c final : public Device {
 public:
    explicit I2c(const I2cConfig& config) : config_(config) {}

    BusReply read(Fabric& fabric, std::uint32_t offset, Width width) override;
    BusReply write(Fabric& fabric, std::uint32_t offset, Width width, std::uint32_t value) override;
    void reset(Fabric& fabric, ResetCause cause) override;
    void tick(Fabric& fabric) override { settle(fabric); }
    void clocking_changed(Fabric& fabric) override;

 private:
    // What the master is doing. Without `until_` it holds SCL low, or is a slave, until software acts.
    enum class Phase : std::uint8_t {
        slave,
        starting,
        start_sent,    // EV5
        addressing,    // the address, or the header of a ten-bit one, is shifted
        header_sent,   // EV9
        address_low,   // the second byte of a ten-bit address is shifted
        address_sent,  // EV6
        transmitting,
        transmit_wait,  // EV8_1, EV8_2
        receiving,
        receive_wait,  // DR and shift register are full
        refused,       // a byte was not acknowledged: only a stop or a start goes on from here
        stopping,
    };

    [[nodiscard]] std::uint32_t value_of(std::uint32_t reg) const;
    std::uint32_t read_data(Fabric& fabric);
    std::uint32_t read_status2(Fabric& fabric);
    void write_control(Fabric& fabric, std::uint32_t value);
    void write_data(Fabric& fabric, std::uint8_t value);
    void software_reset(Fabric& fabric);
    void disable(Fabric& fabric);

    // The master's sequences.
    [[nodiscard]] Picoseconds bit_time(const Fabric& fabric) const;
    void enter(Phase phase) { phase_ = phase, until_.reset(); }
    void enter(Phase phase, Picoseconds until) { phase_ = phase, until_ = until; }
    [[nodiscard]] bool waits() const;
    void obey_start_and_stop(const Fabric& fabric, Picoseconds at);
    void finish_phase(Fabric& fabric);
    void finish_start();
    void finish_address(Fabric& fabric, Picoseconds at);
    void finish_transmitted(Fabric& fabric, Picoseconds at);
    void finish_received(Fabric& fabric, Picoseconds at);
    void finish_stop(Fabric& fabric, Picoseconds at);
    void address_acknowledged();
    void address_cleared(const Fabric& fabric);
    void refuse();
    [[nodiscard]] bool acknowledges(const Fabric& fabric);
    void shift_out(const Fabric& fabric, std::uint8_t byte, Picoseconds at);
    void settle(Fabric& fabric);
    void update_lines(Fabric& fabric) const;

    I2cConfig config_;
    std::uint32_t cr1_ = 0;
    std::uint32_t cr2_ = 0;
    std::uint32_t oar1_ = 0;
    std::uint32_t oar2_ = 0;
    std::uint32_t ccr_ = 0;
    std::uint32_t trise_ = 2;
    std::uint32_t sr1_ = 0;
    std::uint32_t sr2_ = 0;
    std::uint8_t dr_ = 0;
    std::uint8_t shift_ = 0;
    bool shift_full_ = false;        // a received byte waits behind DR
    bool status1_read_ = false;      // half of the sequences that clear SB, ADD10 and ADDR
    bool last_acknowledged_ = true;  // the byte received last
    bool next_acknowledged_ = true;  // with POS: what ACK was one byte ago
    Phase phase_ = Phase::slave;
    std::optional<Picoseconds> until_;       // the phase ends by itself
    std::optional<Picoseconds> stopped_at_;  // its clock stands still since then
};

}  // namespace jig::machine
