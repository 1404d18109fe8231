// SPDX-License-Identifier: Apache-2.0
// bxCAN in time: modes (24.4), test modes (24.5), transmission (24.7.1), reception (24.7.3) and errors (24.7.6). Stuff
// bits are not counted in a frame's length.
#include <algorithm>

#include "machine/peripherals/can.hpp"
#include "machine/peripherals/registers.hpp"

namespace jig::machine {
namespace {

constexpr std::uint32_t INRQ = bit(0), SLEEP = bit(1), TXFP = bit(2), RFLM = bit(3), NART = bit(4);
constexpr std::uint32_t LBKM = bit(30), SILM = bit(31);
constexpr std::uint32_t ERRI = bit(2), SLAKI = bit(4), SLKIE = bit(17);
constexpr std::uint32_t EWGIE = bit(8), EPVIE = bit(9), LECIE = bit(11);
constexpr std::uint32_t RQCP = bit(0), TXOK = bit(1), TERR = bit(3);
constexpr std::uint32_t IDE = bit(2), RTR = bit(1);
constexpr std::uint32_t acknowledgment_error = 3;  // LEC
constexpr std::uint32_t warning = 96, passive = 128, error_step = 8;

// ISO 11898-1: fields of a frame in bits, and what follows one that failed.
constexpr int sync_bits = 11, standard_frame_bits = 47, extended_frame_bits = 67;
constexpr int error_and_pause_bits = 17, passive_pause_bits = 8;

int data_bits(const CanFrame& frame) {
    return (frame.identifier & RTR) != 0 ? 0 : 8 * static_cast<int>(std::min(frame.DLC, std::uint32_t{8}));
}

int frame_bits(const CanFrame& frame) {
    return ((frame.identifier & IDE) != 0 ? extended_frame_bits : standard_frame_bits) + data_bits(frame);
}

// AFIO_MAPR.CAN_REMAP, 9.3.3.
Pin can_rx(std::uint32_t AFIO_MAPR) {
    switch (field(AFIO_MAPR, 14, 13)) {
        case 2: return {'B', 8};
        case 3: return {'D', 0};
        default: return {'A', 11};
    }
}

}  // namespace

// In loop back mode CANRX is disconnected.
bool Can::rx_recessive(const Fabric& fabric) const {
    return (btr_ & LBKM) != 0 || fabric.pad_is_high(can_rx(fabric.afio_mapr()));
}

std::optional<Picoseconds> Can::bit_time(const Fabric& fabric) const {
    const std::uint32_t hz = fabric.clocks().pclk1_hz;
    if (hz == 0 || !fabric.clocked(*this)) return std::nullopt;
    const std::uint32_t quanta = 3 + field(btr_, 19, 16) + field(btr_, 22, 20);
    return period_of(hz, fabric.clocks()) * (std::int64_t{field(btr_, 9, 0)} + 1) * quanta;
}

void Can::settle(Fabric& fabric) {
    change_mode(fabric);
    while (sending_ && sending_->until <= fabric.now() && on_bus()) finish_sending(fabric);
    if (!sending_) start_sending(fabric, fabric.now());
    if (synchronized_at_) fabric.wake_at(*this, *synchronized_at_);
    if (sending_) fabric.wake_at(*this, sending_->until);
    update_irqs(fabric);
}

void Can::pads_changed(Fabric& fabric) {
    if ((INAK_ || SLAK_) && (mcr_ & (INRQ | SLEEP)) == 0) settle(fabric);
}

// Requests for Initialization and Sleep are met at once; leaving for Normal mode takes 11 recessive bits.
void Can::change_mode(Fabric& fabric) {
    if ((mcr_ & SLEEP) != 0 || (mcr_ & INRQ) != 0) {
        const bool sleeps = (mcr_ & SLEEP) != 0;
        if (sleeps && !SLAK_ && (ier_ & SLKIE) != 0) flags_ |= SLAKI;
        SLAK_ = sleeps;
        INAK_ = !sleeps;
        synchronized_at_.reset();
        sending_.reset();
    } else if (!on_bus()) {
        synchronize(fabric);
    }
    if (!SLAK_) flags_ &= ~SLAKI;
}

void Can::synchronize(Fabric& fabric) {
    const auto bit_length = bit_time(fabric);
    if (!rx_recessive(fabric) || !bit_length) {
        synchronized_at_.reset();
    } else if (!synchronized_at_) {
        synchronized_at_ = fabric.now() + sync_bits * *bit_length;
    } else if (*synchronized_at_ <= fabric.now()) {
        synchronized_at_.reset();
        INAK_ = SLAK_ = false;
    }
}

// The lowest identifier first, or the oldest request with TXFP.
std::optional<unsigned> Can::next_mailbox() const {
    std::optional<unsigned> next;
    const auto rank = [this](unsigned mailbox) {
        return (mcr_ & TXFP) != 0 ? requested_[mailbox] : std::uint64_t{frames_[mailbox].identifier};
    };
    for (unsigned mailbox = 0; mailbox < mailboxes; ++mailbox)
        if ((pending_ & bit(mailbox)) != 0 && (!next || rank(mailbox) < rank(*next))) next = mailbox;
    return next;
}

// 24.5.1: silent, it cannot start a transmission but to itself.
void Can::start_sending(Fabric& fabric, Picoseconds when) {
    const auto mailbox = next_mailbox();
    const auto bit_length = bit_time(fabric);
    const bool mute = (btr_ & (SILM | LBKM)) == SILM;
    if (!mailbox || !on_bus() || mute || !bit_length) return;
    int bits = frame_bits(frames_[*mailbox]);
    if ((btr_ & LBKM) == 0) bits += error_and_pause_bits + (tec_ >= passive ? passive_pause_bits : 0);
    sending_ = Sending{.mailbox = *mailbox, .until = when + bits * *bit_length};
}

void Can::finish_sending(Fabric& fabric) {
    const Sending done = *sending_;
    sending_.reset();
    if ((btr_ & LBKM) != 0) {
        lec_ = 0;
        complete(done.mailbox, TXOK);
        receive(frames_[done.mailbox]);
    } else {
        fail(done.mailbox);
    }
    start_sending(fabric, done.until);
}

// Nobody acknowledges. ISO 11898-1, fault confinement: the transmit error counter rises by 8, but no longer once the
// node is error passive, so that a lonely node never goes bus-off.
void Can::fail(unsigned mailbox) {
    const std::uint32_t before = tec_;
    if (tec_ < passive) tec_ += error_step;
    lec_ = acknowledgment_error;
    const bool warns = before < warning && tec_ >= warning && (ier_ & EWGIE) != 0;
    const bool passes = before < passive && tec_ >= passive && (ier_ & EPVIE) != 0;
    if (warns || passes || (ier_ & LECIE) != 0) flags_ |= ERRI;
    if ((mcr_ & NART) != 0 || (aborting_ & bit(mailbox)) != 0) complete(mailbox, TERR);
}

void Can::complete(unsigned mailbox, std::uint32_t result) {
    pending_ &= ~bit(mailbox);
    aborting_ &= ~bit(mailbox);
    results_ |= (RQCP | result) << (8 * mailbox);
}

// 24.7.3: with RFLM a full FIFO refuses the newest message, else it takes the place of the last.
void Can::receive(const CanFrame& frame) {
    const auto match = FINIT_ ? std::nullopt : filters_.match(frame.identifier);
    if (!match) return;
    Fifo& fifo = fifos_[match->fifo];
    if (fifo.messages.size() == fifo_depth) {
        fifo.FOVR = true;
        if ((mcr_ & RFLM) != 0) return;
        fifo.messages.pop_back();
    }
    fifo.messages.push_back({.frame = frame, .FMI = match->index});
    if (fifo.messages.size() == fifo_depth) fifo.FULL = true;
}

}  // namespace jig::machine
