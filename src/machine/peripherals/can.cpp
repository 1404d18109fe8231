// SPDX-License-Identifier: Apache-2.0
// bxCAN registers, RM0008 section 24.9. Time stamps are 0: the time triggered mode is not modelled.
#include "machine/peripherals/can.hpp"

#include <algorithm>

#include "machine/peripherals/registers.hpp"

namespace jig::machine {
namespace {

constexpr std::uint32_t MCR = 0x00, MSR = 0x04, TSR = 0x08, RF0R = 0x0C, RF1R = 0x10, IER = 0x14, ESR = 0x18,
                        BTR = 0x1C, TI0R = 0x180, RI0R = 0x1B0, mailboxes_end = 0x1D0, FMR = 0x200, FM1R = 0x204,
                        FS1R = 0x20C, FFA1R = 0x214, FA1R = 0x21C, F0R1 = 0x240, filters_end = 0x2B0;
constexpr std::uint32_t mcr_bits = 0x000100FF, ier_bits = 0x00038F7F, btr_bits = 0xC37F03FF, bank_bits = 0x3FFF;
constexpr std::uint32_t RESET = bit(15);
constexpr std::uint32_t ERRI = bit(2), WKUI = bit(3), SLAKI = bit(4);
constexpr std::uint32_t results_of_mailbox = 0x0F, RQCP = bit(0), ABRQ = bit(7);
constexpr std::uint32_t TXRQ = bit(0);
constexpr std::uint32_t RFOM = bit(5), FOVR = bit(4), FULL = bit(3);
constexpr std::uint32_t TMEIE = bit(0), FMPIE0 = bit(1), FFIE0 = bit(2), FOVIE0 = bit(3), ERRIE = bit(15),
                        WKUIE = bit(16), SLKIE = bit(17);
constexpr unsigned positions[] = {19, 20, 21, 22};  // Table 63: TX, RX0, RX1, SCE
constexpr std::uint32_t fmr_reserved = 0x2A1C0E00;  // reset value, without FINIT
constexpr std::uint32_t warning = 96, passive = 128;

}  // namespace

BusReply Can::read(Fabric& fabric, std::uint32_t offset, Width) {
    settle(fabric);
    if (const auto next = synchronized_at_) fabric.nothing_changes_until(*next);
    if (sending_) fabric.nothing_changes_until(sending_->until);
    return {.value = value_of(fabric, word_offset(offset))};
}

BusReply Can::write(Fabric& fabric, std::uint32_t offset, Width, std::uint32_t value) {
    settle(fabric);
    write_register(fabric, word_offset(offset), value);
    settle(fabric);
    return {};
}

std::uint32_t Can::value_of(const Fabric& fabric, std::uint32_t offset) const {
    if (offset >= TI0R && offset < mailboxes_end) return mailbox_word(offset - TI0R);
    if (offset >= FMR && offset < filters_end) return filter_word(offset);
    switch (offset) {
        case MCR: return mcr_;
        case MSR: return status(fabric);
        case TSR: return transmit_status();
        case RF0R: return fifo_status(fifos_[0]);
        case RF1R: return fifo_status(fifos_[1]);
        case IER: return ier_;
        case ESR: return error_status();
        case BTR: return btr_;
        default: return 0;
    }
}

// RX and SAMP are the pin; TXM while a frame is on its way.
std::uint32_t Can::status(const Fabric& fabric) const {
    const std::uint32_t rx = rx_recessive(fabric) ? bit(11) | bit(10) : 0;
    return rx | (sending_ ? bit(8) : 0) | flags_ | (SLAK_ ? bit(1) : 0) | (INAK_ ? bit(0) : 0);
}

// CODE is the next free mailbox, or the one that goes last; LOW marks the latter when several are pending.
std::uint32_t Can::transmit_status() const {
    const std::uint32_t empty = ~pending_ & 7;
    std::uint32_t code = 0;
    while (code < 2 && empty != 0 && (empty & bit(code)) == 0) ++code;
    return results_ | code << 24 | empty << 26;
}

std::uint32_t Can::fifo_status(const Fifo& fifo) {
    return static_cast<std::uint32_t>(fifo.messages.size()) | (fifo.FULL ? FULL : 0) | (fifo.FOVR ? FOVR : 0);
}

std::uint32_t Can::error_status() const {
    return std::min(tec_, std::uint32_t{255}) << 16 | lec_ << 4 | (tec_ >= passive ? bit(1) : 0) |
           (tec_ >= warning ? bit(0) : 0);
}

// Three transmit mailboxes, then the output mailboxes of the FIFOs: identifier, length, two words of data.
std::uint32_t Can::mailbox_word(std::uint32_t offset) const {
    const unsigned mailbox = offset / 0x10;
    std::uint32_t txrq = 0, fmi = 0;
    CanFrame frame;
    if (mailbox < mailboxes) {
        frame = frames_[mailbox];
        txrq = (pending_ & bit(mailbox)) != 0 ? TXRQ : 0;
    } else if (const Fifo& fifo = fifos_[mailbox - mailboxes]; !fifo.messages.empty()) {
        frame = fifo.messages.front().frame;
        fmi = fifo.messages.front().FMI;
    }
    const std::uint32_t words[] = {frame.identifier | txrq, frame.DLC | fmi << 8, frame.low, frame.high};
    return words[offset % 0x10 / 4];
}

std::uint32_t Can::filter_word(std::uint32_t offset) const {
    if (offset >= F0R1) return filters_.words[(offset - F0R1) / 8][(offset - F0R1) / 4 % 2];
    switch (offset) {
        case FMR: return fmr_reserved | (FINIT_ ? 1 : 0);
        case FM1R: return filters_.FM1R;
        case FS1R: return filters_.FS1R;
        case FFA1R: return filters_.FFA1R;
        case FA1R: return filters_.FA1R;
        default: return 0;
    }
}

void Can::write_register(Fabric& fabric, std::uint32_t offset, std::uint32_t value) {
    if (offset >= TI0R && offset < RI0R) return write_mailbox(fabric, offset - TI0R, value);
    if (offset >= FMR && offset < filters_end) return write_filter(offset, value);
    switch (offset) {
        case MCR: write_mcr(fabric, value); break;
        case MSR: flags_ &= ~value; break;
        case TSR: write_tsr(value); break;
        case RF0R: release(fifos_[0], value); break;
        case RF1R: release(fifos_[1], value); break;
        case IER: ier_ = value & ier_bits; break;
        case ESR: lec_ = field(value, 6, 4); break;
        case BTR:
            if (INAK_) btr_ = value & btr_bits;  // 24.9.2: accessible in initialization mode only
            break;
        default: break;
    }
}

// RESET: a master reset, after which the bxCAN sleeps.
void Can::write_mcr(Fabric& fabric, std::uint32_t value) {
    if ((value & RESET) != 0) return reset(fabric, ResetCause::software);
    mcr_ = value & mcr_bits;
}

// RQCP is cleared by writing 1, and its results with it. An abort takes effect at once, or when the frame on the wire
// is over.
void Can::write_tsr(std::uint32_t value) {
    for (unsigned mailbox = 0; mailbox < mailboxes; ++mailbox) {
        const std::uint32_t own = value >> (8 * mailbox);
        if ((own & RQCP) != 0) results_ &= ~(results_of_mailbox << (8 * mailbox));
        if ((own & ABRQ) == 0 || (pending_ & bit(mailbox)) == 0) continue;
        if (sending_ && sending_->mailbox == mailbox)
            aborting_ |= bit(mailbox);
        else
            complete(mailbox, 0);
    }
}

// 24.9.1: a mailbox that is not empty cannot be written.
void Can::write_mailbox(Fabric&, std::uint32_t offset, std::uint32_t value) {
    const unsigned mailbox = offset / 0x10;
    if ((pending_ & bit(mailbox)) != 0) return;
    CanFrame& frame = frames_[mailbox];
    switch (offset % 0x10) {
        case 0x0:
            frame.identifier = value & ~TXRQ;
            if ((value & TXRQ) == 0) break;
            pending_ |= bit(mailbox);
            requested_[mailbox] = ++requests_;
            results_ &= ~(results_of_mailbox << (8 * mailbox));
            break;
        case 0x4: frame.DLC = value & 0xF; break;
        case 0x8: frame.low = value; break;
        default: frame.high = value; break;
    }
}

// 24.9.4: mode, scale and FIFO while FINIT is set; a bank's words also while it is not active.
void Can::write_filter(std::uint32_t offset, std::uint32_t value) {
    if (offset >= F0R1) {
        const std::uint32_t bank = (offset - F0R1) / 8;
        if (FINIT_ || (filters_.FA1R & bit(bank)) == 0) filters_.words[bank][(offset - F0R1) / 4 % 2] = value;
        return;
    }
    if (offset == FMR) FINIT_ = (value & 1) != 0;
    if (offset == FA1R) filters_.FA1R = value & bank_bits;
    if (!FINIT_) return;
    if (offset == FM1R) filters_.FM1R = value & bank_bits;
    if (offset == FS1R) filters_.FS1R = value & bank_bits;
    if (offset == FFA1R) filters_.FFA1R = value & bank_bits;
}

void Can::release(Fifo& fifo, std::uint32_t value) {
    if ((value & FOVR) != 0) fifo.FOVR = false;
    if ((value & FULL) != 0) fifo.FULL = false;
    if ((value & RFOM) == 0 || fifo.messages.empty()) return;
    fifo.messages.pop_front();
    fifo.FULL = false;
}

// Figure 235. Lines 19 and 20 are the USB's as well, so only changes are told.
void Can::update_irqs(Fabric& fabric) {
    const auto fifo_asks = [this](const Fifo& fifo, unsigned shift) {
        const std::uint32_t enables = ier_ >> shift;
        return (!fifo.messages.empty() && (enables & FMPIE0) != 0) || (fifo.FULL && (enables & FFIE0) != 0) ||
               (fifo.FOVR && (enables & FOVIE0) != 0);
    };
    constexpr std::uint32_t any_RQCP = RQCP | RQCP << 8 | RQCP << 16;
    const std::array<bool, irqs> asks = {
        (ier_ & TMEIE) != 0 && (results_ & any_RQCP) != 0, fifo_asks(fifos_[0], 0), fifo_asks(fifos_[1], 3),
        ((ier_ & ERRIE) != 0 && (flags_ & ERRI) != 0) || ((ier_ & WKUIE) != 0 && (flags_ & WKUI) != 0) ||
            ((ier_ & SLKIE) != 0 && (flags_ & SLAKI) != 0)};
    for (unsigned i = 0; i < irqs; ++i) {
        if (asks[i] != asserted_[i]) fabric.set_irq(positions[i], asks[i]);
        asserted_[i] = asks[i];
    }
}

void Can::reset(Fabric& fabric, ResetCause) {
    const std::array<bool, irqs> asserted = asserted_;
    *this = Can();
    asserted_ = asserted;
    update_irqs(fabric);
}

}  // namespace jig::machine
