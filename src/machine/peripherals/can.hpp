// SPDX-License-Identifier: Apache-2.0
// bxCAN, RM0008 section 24, on a bus with nobody else on it: mode handshakes, mailboxes, filters and FIFOs; in loop
// back mode it receives its own frames, else nobody acknowledges them and they are retried as the CAN standard says.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <optional>

#include "machine/device.hpp"
#include "machine/peripherals/can_filters.hpp"

namespace jig::machine {

class Can final : public Device {
 public:
    BusReply read(Fabric& fabric, std::uint32_t offset, Width width) override;
    BusReply write(Fabric& fabric, std::uint32_t offset, Width width, std::uint32_t value) override;
    void reset(Fabric& fabric, ResetCause cause) override;
    void tick(Fabric& fabric) override { settle(fabric); }
    void clocking_changed(Fabric& fabric) override { settle(fabric); }
    void pads_changed(Fabric& fabric) override;

 private:
    static constexpr unsigned mailboxes = 3;
    static constexpr std::size_t fifo_depth = 3;
    static constexpr unsigned irqs = 4;  // TX, RX0, RX1, SCE

    struct Received {
        CanFrame frame;
        std::uint32_t FMI = 0;
    };
    struct Fifo {
        std::deque<Received> messages;
        bool FULL = false;
        bool FOVR = false;
    };
    struct Sending {
        unsigned mailbox;
        Picoseconds until;
    };

    // can.cpp: registers
    [[nodiscard]] std::uint32_t value_of(const Fabric& fabric, std::uint32_t offset) const;
    [[nodiscard]] std::uint32_t mailbox_word(std::uint32_t offset) const;
    [[nodiscard]] std::uint32_t filter_word(std::uint32_t offset) const;
    [[nodiscard]] std::uint32_t status(const Fabric& fabric) const;
    [[nodiscard]] std::uint32_t transmit_status() const;
    [[nodiscard]] static std::uint32_t fifo_status(const Fifo& fifo);
    [[nodiscard]] std::uint32_t error_status() const;
    void write_register(Fabric& fabric, std::uint32_t offset, std::uint32_t value);
    void write_mcr(Fabric& fabric, std::uint32_t value);
    void write_tsr(std::uint32_t value);
    void write_mailbox(Fabric& fabric, std::uint32_t offset, std::uint32_t value);
    void write_filter(std::uint32_t offset, std::uint32_t value);
    static void release(Fifo& fifo, std::uint32_t value);
    void update_irqs(Fabric& fabric);

    // can_bus.cpp: modes, transmission and reception in time
    void settle(Fabric& fabric);
    void change_mode(Fabric& fabric);
    void synchronize(Fabric& fabric);
    void start_sending(Fabric& fabric, Picoseconds when);
    void finish_sending(Fabric& fabric);
    void fail(unsigned mailbox);
    void complete(unsigned mailbox, std::uint32_t result);
    void receive(const CanFrame& frame);
    [[nodiscard]] std::optional<unsigned> next_mailbox() const;
    [[nodiscard]] bool on_bus() const { return !INAK_ && !SLAK_; }
    [[nodiscard]] bool rx_recessive(const Fabric& fabric) const;
    [[nodiscard]] std::optional<Picoseconds> bit_time(const Fabric& fabric) const;

    std::uint32_t mcr_ = 0x00010002;
    bool INAK_ = false;
    bool SLAK_ = true;
    std::uint32_t flags_ = 0;  // MSR: SLAKI, WKUI, ERRI
    std::uint32_t ier_ = 0;
    std::uint32_t btr_ = 0x01230000;
    std::uint32_t lec_ = 0;
    std::uint32_t tec_ = 0;
    std::uint32_t results_ = 0;   // TSR: RQCP, TXOK, ALST, TERR of each mailbox
    std::uint32_t pending_ = 0;   // TXRQ, bit per mailbox
    std::uint32_t aborting_ = 0;  // ABRQ while a frame is on the wire
    std::array<CanFrame, mailboxes> frames_{};
    std::array<std::uint64_t, mailboxes> requested_{};  // order of the requests, for TXFP
    std::uint64_t requests_ = 0;
    std::array<Fifo, 2> fifos_{};
    bool FINIT_ = true;
    CanFilters filters_;
    std::optional<Picoseconds> synchronized_at_;
    std::optional<Sending> sending_;
    std::array<bool, irqs> asserted_{};
};

}  // namespace jig::machine
