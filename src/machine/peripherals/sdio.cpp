// SPDX-License-Identifier: Apache-2.0
// SDIO registers, RM0008 section 22.9. They can be written only as words.
#include "machine/peripherals/sdio.hpp"

#include <algorithm>

#include "machine/peripherals/registers.hpp"

namespace jig::machine {
namespace {

constexpr std::uint32_t POWER = 0x00, CLKCR = 0x04, ARG = 0x08, CMD = 0x0C, DTIMER = 0x24, DLEN = 0x28, DCTRL = 0x2C,
                        DCOUNT = 0x30, STA = 0x34, ICR = 0x38, MASK = 0x3C;
constexpr std::uint32_t clkcr_bits = 0x7FFF, cmd_bits = 0x7FFF, dlen_bits = 0x1FFFFFF, dctrl_bits = 0xFFF,
                        mask_bits = 0xFFFFFF, static_flags = 0x00C007FF;
constexpr std::uint32_t power_on = 3, CLKEN = bit(8), BYPASS = bit(10);
constexpr std::uint32_t WAITINT = bit(8), CPSMEN = bit(10), DTEN = bit(0), DTDIR = bit(1);
constexpr std::uint32_t CTIMEOUT = bit(2), DTIMEOUT = bit(3), CMDSENT = bit(7), CMDACT = bit(11), TXACT = bit(12),
                        RXACT = bit(13), TXFIFOHE = bit(14), TXFIFOE = bit(18), RXFIFOE = bit(19);
constexpr unsigned irq = 49;

constexpr std::int64_t command_bits = 48;
constexpr std::int64_t timeout_clocks = 64;  // 22.9.11, CTIMEOUT

}  // namespace

BusReply Sdio::read(Fabric& fabric, std::uint32_t offset, Width width) {
    settle(fabric);
    return {.value = lanes_read(value_of(word_offset(offset)), offset, width)};
}

BusReply Sdio::write(Fabric& fabric, std::uint32_t offset, Width width, std::uint32_t value) {
    settle(fabric);
    if (width == Width::word) write_register(fabric, word_offset(offset), value);
    settle(fabric);
    return {};
}

// RESPCMD, RESP1-4, FIFOCNT and FIFO read 0: nothing was ever received.
std::uint32_t Sdio::value_of(std::uint32_t offset) const {
    const bool to_card = (dctrl_ & DTDIR) == 0;
    const std::uint32_t data = to_card ? TXACT | TXFIFOE | TXFIFOHE : RXACT | RXFIFOE;
    switch (offset) {
        case POWER: return power_;
        case CLKCR: return clkcr_;
        case ARG: return arg_;
        case CMD: return cmd_;
        case DTIMER: return dtimer_;
        case DLEN: return dlen_;
        case DCTRL: return dctrl_;
        case DCOUNT: return dcount_;
        case STA: return sta_ | (command_ ? CMDACT : 0) | (data_ ? data : 0);
        case MASK: return mask_;
        default: return 0;
    }
}

void Sdio::write_register(Fabric& fabric, std::uint32_t offset, std::uint32_t value) {
    switch (offset) {
        case POWER: power_ = value & power_on; break;
        case CLKCR: clkcr_ = value & clkcr_bits; break;
        case ARG: arg_ = value; break;
        case CMD:
            cmd_ = value & cmd_bits;
            start_command(fabric);
            break;
        case DTIMER: dtimer_ = value; break;
        case DLEN: dlen_ = value & dlen_bits; break;
        case DCTRL:
            dctrl_ = value & dctrl_bits;
            start_data(fabric);
            break;
        case ICR: sta_ &= ~(value & static_flags); break;
        case MASK: mask_ = value & mask_bits; break;
        default: break;
    }
}

// SDIO_CK: SDIOCLK is HCLK, divided by CLKDIV + 2 unless BYPASS.
std::optional<Picoseconds> Sdio::card_clock(const Fabric& fabric) const {
    const std::uint32_t hz = fabric.clocks().hclk_hz;
    if (power_ != power_on || (clkcr_ & CLKEN) == 0 || hz == 0) return std::nullopt;
    const std::int64_t divider = (clkcr_ & BYPASS) != 0 ? 1 : std::int64_t{field(clkcr_, 7, 0)} + 2;
    return period_of(hz, fabric.clocks()) * divider;
}

// Without a clock to the card the command waits for ever, as it does for an interrupt with WAITINT.
void Sdio::start_command(Fabric& fabric) {
    command_.reset();
    const auto clock = card_clock(fabric);
    if ((cmd_ & CPSMEN) == 0 || !clock) return;
    const bool wants_response = (cmd_ & bit(6)) != 0;
    if (wants_response && (cmd_ & WAITINT) != 0) return;
    const std::int64_t clocks = command_bits + (wants_response ? timeout_clocks : 0);
    command_ = Outcome{.flag = wants_response ? CTIMEOUT : CMDSENT, .at = fabric.now() + clocks * *clock};
}

void Sdio::start_data(Fabric& fabric) {
    data_.reset();
    const auto clock = card_clock(fabric);
    if ((dctrl_ & DTEN) == 0 || !clock) return;
    dcount_ = dlen_;
    const std::int64_t most = (Picoseconds::max() - fabric.now()) / *clock;  // a slow clock may make it centuries
    data_ = Outcome{.flag = DTIMEOUT, .at = fabric.now() + std::min(std::int64_t{dtimer_}, most) * *clock};
}

void Sdio::take(std::optional<Outcome>& outcome, Picoseconds now, std::uint32_t& flags) {
    if (!outcome || outcome->at > now) return;
    flags |= outcome->flag;
    outcome.reset();
}

void Sdio::settle(Fabric& fabric) {
    take(command_, fabric.now(), sta_);
    take(data_, fabric.now(), sta_);
    fabric.set_irq(irq, (value_of(STA) & mask_) != 0);
    if (command_ && data_)
        fabric.wake_at(*this, std::min(command_->at, data_->at));
    else if (command_ || data_)
        fabric.wake_at(*this, command_ ? command_->at : data_->at);
}

void Sdio::reset(Fabric& fabric, ResetCause) {
    *this = Sdio();
    fabric.set_irq(irq, false);
}

}  // namespace jig::machine
