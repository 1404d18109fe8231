// SPDX-License-Identifier: Apache-2.0
// USB registers, RM0008 section 23.5. The 48 MHz clock is taken to run whenever RCC lets the device run.
#include "machine/peripherals/usb.hpp"

#include <algorithm>

#include "machine/peripherals/registers.hpp"

namespace jig::machine {
namespace {

constexpr std::uint32_t EP7R = 0x1C, CNTR = 0x40, ISTR = 0x44, FNR = 0x48, DADDR = 0x4C, BTABLE = 0x50;
constexpr std::uint32_t FRES = bit(0), PDWN = bit(1), FSUSP = bit(3), cntr_bits = 0xFF1F;
constexpr std::uint32_t ESOF = bit(8), RESET = bit(10), SUSP = bit(11), events = 0x7F00;  // CTR follows the endpoints
constexpr std::uint32_t CTR = bit(15);
constexpr std::uint32_t RXDP = bit(15), RXDM = bit(14);
constexpr std::uint32_t toggled = 0x7070, plain = 0x070F, cleared_by_zero = 0x8080;  // of EPnR
constexpr unsigned irq = 20;
constexpr Pin dm{'A', 11}, dp{'A', 12};

constexpr Picoseconds frame = std::chrono::milliseconds{1};
constexpr unsigned frames_to_suspend = 3;  // 23.5.1, ESOF

}  // namespace

BusReply Usb::read(Fabric& fabric, std::uint32_t offset, Width) {
    settle(fabric);
    if (frame_due_) fabric.nothing_changes_until(*frame_due_);
    return {.value = value_of(fabric, word_offset(offset))};
}

std::uint32_t Usb::value_of(const Fabric& fabric, std::uint32_t offset) const {
    if (offset <= EP7R) return epr_[offset / 4];
    switch (offset) {
        case CNTR: return cntr_;
        case ISTR: return istr_;
        case FNR:
            return (fabric.pad_is_high(dp) ? RXDP : 0) | (fabric.pad_is_high(dm) ? RXDM : 0) |
                   std::min(missed_, 3u) << 11;
        case DADDR: return daddr_;
        case BTABLE: return btable_;
        default: return 0;
    }
}

BusReply Usb::write(Fabric& fabric, std::uint32_t offset, Width, std::uint32_t value) {
    settle(fabric);
    const std::uint32_t reg = word_offset(offset);
    if (reg <= EP7R) write_endpoint(reg / 4, value);
    if (reg == CNTR) write_control(value & cntr_bits);
    if (reg == ISTR) istr_ &= value | ~events;  // flags are cleared by writing 0
    if (reg == DADDR) daddr_ = value & 0xFF;
    if (reg == BTABLE) btable_ = value & 0xFFF8;
    settle(fabric);
    return {};
}

// FRES works like reset signalling on the bus, and holds the device there.
void Usb::write_control(std::uint32_t value) {
    cntr_ = value;
    if ((value & FRES) == 0) return;
    epr_ = {};
    daddr_ = 0;
    missed_ = 0;
    frame_due_.reset();
    if ((value & PDWN) == 0) istr_ |= RESET;
}

// 23.5.2: DTOG and STAT change where 1 is written, CTR is cleared where 0 is.
void Usb::write_endpoint(unsigned endpoint, std::uint32_t value) {
    std::uint32_t& epr = epr_[endpoint];
    const std::uint32_t next = (epr ^ (value & toggled)) & toggled;
    epr = next | (value & plain) | (epr & value & cleared_by_zero) | (epr & bit(11));
}

bool Usb::attached(const Fabric& fabric) const { return (cntr_ & (PDWN | FRES)) == 0 && fabric.clocked(*this); }

void Usb::settle(Fabric& fabric) {
    if (!attached(fabric))
        frame_due_.reset();
    else if (!frame_due_)
        frame_due_ = fabric.now() + frame;
    while (frame_due_ && *frame_due_ <= fabric.now()) {
        *frame_due_ += frame;
        miss_frame();
    }
    update_irq(fabric);
    const std::uint32_t awaited = cntr_ & ~istr_;
    if (frame_due_ && (awaited & (ESOF | SUSP)) != 0) fabric.wake_at(*this, *frame_due_);
}

// The suspend check pauses while FSUSP is set.
void Usb::miss_frame() {
    if ((cntr_ & FSUSP) != 0) return;
    istr_ |= ESOF;
    if (++missed_ % frames_to_suspend == 0) istr_ |= SUSP;
}

// The line is the CAN's as well, so only changes are told.
void Usb::update_irq(Fabric& fabric) {
    const bool asks = (istr_ & cntr_ & (events | CTR)) != 0;
    if (asks != asserted_) fabric.set_irq(irq, asks);
    asserted_ = asks;
}

void Usb::reset(Fabric& fabric, ResetCause) {
    const bool asserted = asserted_;
    *this = Usb();
    asserted_ = asserted;
    update_irq(fabric);
}

BusReply PacketMemory::read(Fabric&, std::uint32_t offset, Width) { return {.value = half_words_[offset / 4 % 256]}; }

BusReply PacketMemory::write(Fabric&, std::uint32_t offset, Width, std::uint32_t value) {
    half_words_[offset / 4 % 256] = static_cast<std::uint16_t>(value);
    return {};
}

}  // namespace jig::machine
