// SPDX-License-Identifier: Apache-2.0
// USART registers and timing, RM0008 sections 27.3 and 27.6.
#include "machine/peripherals/usart.hpp"

#include <algorithm>
#include <bit>
#include <utility>

#include "machine/peripherals/registers.hpp"

namespace jig::machine {
namespace {

constexpr std::uint32_t SR = 0x00, DR = 0x04, BRR = 0x08, CR1 = 0x0C, CR2 = 0x10, CR3 = 0x14, GTPR = 0x18;

constexpr std::uint32_t PE = bit(0), FE = bit(1), NE = bit(2), ORE = bit(3), IDLE = bit(4), RXNE = bit(5), TC = bit(6),
                        TXE = bit(7), LBD = bit(8), CTS = bit(9);
constexpr std::uint32_t cleared_by_reading = PE | FE | NE | ORE | IDLE;  // SR then DR
constexpr std::uint32_t cleared_by_zero = RXNE | TC | LBD | CTS;

constexpr std::uint32_t SBK = bit(0), RE = bit(2), TE = bit(3), IDLEIE = bit(4), RXNEIE = bit(5), TCIE = bit(6),
                        TXEIE = bit(7), PEIE = bit(8), PS = bit(9), PCE = bit(10), M = bit(12), UE = bit(13);
constexpr std::uint32_t cr1_bits = 0x3FFF, cr2_bits = 0x7F6F, cr3_bits = 0x07FF;
constexpr std::uint32_t EIE = bit(0), HDSEL = bit(3), DMAR = bit(6), DMAT = bit(7);

}  // namespace

bool Usart::transmitter_on() const { return (cr1_ & (UE | TE)) == (UE | TE) && brr_ != 0; }
bool Usart::receiver_on() const { return (cr1_ & (UE | RE)) == (UE | RE) && brr_ != 0; }

std::uint32_t Usart::pclk_hz(const Fabric& fabric) const {
    return config_.bus == Bus::apb2 ? fabric.clocks().pclk2_hz : fabric.clocks().pclk1_hz;
}

// 27.3.4: one bit lasts USARTDIV * 16 = BRR periods of PCLK. Half stop bits are counted in half bits.
Picoseconds Usart::frame_time(const Fabric& fabric) const {
    constexpr int stop_half_bits[] = {2, 1, 4, 3};
    const int half_bits = ((cr1_ & M) != 0 ? 20 : 18) + stop_half_bits[field(cr2_, 13, 12)];
    return period_of(pclk_hz(fabric), fabric.clocks()) * std::int64_t{brr_} * half_bits / 2;
}

// What a terminal set to 8 or 7 data bits sees of a word whose last bit is parity, Table 195.
std::uint8_t Usart::wire_byte(std::uint32_t data) const {
    const bool seven_bits = (cr1_ & PCE) != 0 && (cr1_ & M) == 0;
    return static_cast<std::uint8_t>(data & (seven_bits ? 0x7F : 0xFF));
}

// The same byte as the receiver sees it: the parity bit takes the place of the word's last bit.
std::uint32_t Usart::with_parity(std::uint32_t data) const {
    if ((cr1_ & PCE) == 0) return data;
    const unsigned place = (cr1_ & M) != 0 ? 8 : 7;
    data &= bit(place) - 1;
    const bool odd_ones = std::popcount(data) % 2 != 0;
    const bool odd_wanted = (cr1_ & PS) != 0;
    return data | (odd_ones != odd_wanted ? bit(place) : 0);
}

BusReply Usart::read(Fabric& fabric, std::uint32_t offset, Width) {
    settle(fabric);
    switch (word_offset(offset)) {
        case SR: return {.value = read_status(fabric)};
        case DR: {
            const std::uint32_t value = read_data();
            update_lines(fabric);
            return {.value = value};
        }
        case BRR: return {.value = brr_};
        case CR1: return {.value = cr1_};
        case CR2: return {.value = cr2_};
        case CR3: return {.value = cr3_};
        case GTPR: return {.value = gtpr_};
        default: return {};
    }
}

std::uint32_t Usart::read_status(Fabric& fabric) {
    sr_read_ = sr_;
    fabric.nothing_changes_until(next_event().value_or(fabric.now() + quiet_ahead));
    return sr_;
}

std::uint32_t Usart::read_data() {
    sr_ &= ~(RXNE | (sr_read_ & cleared_by_reading));
    sr_read_ = 0;
    return rdr_;
}

BusReply Usart::write(Fabric& fabric, std::uint32_t offset, Width, std::uint32_t value) {
    settle(fabric);
    switch (word_offset(offset)) {
        case SR: sr_ &= value | ~cleared_by_zero; break;
        case DR: write_data(fabric, value & 0x1FF); break;
        case BRR: brr_ = value & 0xFFFF; break;
        case CR1: write_control(fabric, value & cr1_bits); break;
        case CR2: cr2_ = value & cr2_bits; break;
        case CR3: cr3_ = value & cr3_bits; break;
        case GTPR: gtpr_ = value & 0xFFFF; break;
        default: break;
    }
    if (!sending_) start_next(fabric, fabric.now());
    plan(fabric);
    update_lines(fabric);
    return {};
}

// 27.3.2: the byte goes straight into an idle shift register, and TXE stays 1; else it waits, and TXE is 0.
void Usart::write_data(Fabric& fabric, std::uint32_t value) {
    tdr_ = value;
    if ((sr_read_ & TC) != 0) sr_ &= ~TC;
    sr_read_ = 0;
    sr_ &= ~TXE;
    if (!sending_) start_next(fabric, fabric.now());
}

// 27.3.2: setting TE sends an idle frame first. Clearing TE or UE stops what was under way.
void Usart::write_control(Fabric& fabric, std::uint32_t value) {
    const bool was_sending = transmitter_on();
    cr1_ = value;
    drive_tx(fabric);
    if (!transmitter_on()) sending_.reset();
    if (transmitter_on() && !was_sending)
        sending_ = {.kind = FrameKind::idle, .data = 0, .until = fabric.now() + frame_time(fabric)};
    if (!receiver_on()) {
        incoming_.clear();
        idle_at_.reset();
    }
}

// 27.3.2: a break goes out after the frame under way, before what waits in the data register.
void Usart::start_next(Fabric& fabric, Picoseconds start) {
    if (!transmitter_on()) return;
    if ((cr1_ & SBK) != 0) {
        sending_ = {.kind = FrameKind::line_break, .data = 0, .until = start + frame_time(fabric)};
    } else if ((sr_ & TXE) == 0) {
        load_shift_register(fabric, start);
    }
}

// 9.3.8, and the pinout of DS5792 for UART4 and UART5, which have no remap.
Pin Usart::tx_pin(const Fabric& fabric) const {
    const std::uint32_t mapr = fabric.afio_mapr();
    switch (config_.number) {
        case 1: return (mapr & bit(2)) != 0 ? Pin{'B', 6} : Pin{'A', 9};
        case 2: return (mapr & bit(3)) != 0 ? Pin{'D', 5} : Pin{'A', 2};
        case 3: {
            constexpr Pin pins[] = {{'B', 10}, {'C', 10}, {'B', 10}, {'D', 8}};
            return pins[field(mapr, 5, 4)];
        }
        case 4: return {'C', 10};
        default: return {'C', 12};
    }
}

// A transmitter that is on holds its line high between frames; the bits of a frame are not on the pad.
void Usart::drive_tx(Fabric& fabric) {
    const std::optional<Pin> wanted = (cr1_ & (UE | TE)) == (UE | TE) ? std::optional(tx_pin(fabric)) : std::nullopt;
    if (wanted == driven_) return;
    if (driven_) fabric.drive_function(*driven_, Level::floating);
    driven_ = wanted;
    if (driven_) fabric.drive_function(*driven_, Level::high);
}

void Usart::load_shift_register(Fabric& fabric, Picoseconds start) {
    sending_ = {.kind = FrameKind::data, .data = tdr_, .until = start + frame_time(fabric)};
    sr_ |= TXE;
    sr_ &= ~TC;
}

void Usart::receive(Fabric& fabric, std::span<const std::uint8_t> bytes) {
    settle(fabric);
    if (!receiver_on() || stopped_at_) return;
    if (incoming_.empty() && !bytes.empty()) arrives_ = fabric.now() + frame_time(fabric);
    const std::size_t room = incoming_limit - incoming_.size();
    const std::span<const std::uint8_t> taken = bytes.first(std::min(bytes.size(), room));
    incoming_.insert(incoming_.end(), taken.begin(), taken.end());
    plan(fabric);
}

// What was under way when the clock stopped goes on where it was when the clock comes back.
void Usart::clocking_changed(Fabric& fabric) {
    drive_tx(fabric);
    const bool stands_still = pclk_hz(fabric) == 0 || !fabric.clocked(*this);
    if (stands_still == stopped_at_.has_value()) return;
    if (stands_still) {
        stopped_at_ = fabric.now();
        return;
    }
    const Picoseconds lost = fabric.now() - *std::exchange(stopped_at_, std::nullopt);
    if (sending_) sending_->until += lost;
    if (idle_at_) *idle_at_ += lost;
    arrives_ += lost;
    settle(fabric);
}

void Usart::settle(Fabric& fabric) {
    if (stopped_at_) return;
    while (sending_ && sending_->until <= fabric.now()) finish_sending(fabric);
    while (!incoming_.empty() && arrives_ <= fabric.now()) finish_receiving(fabric);
    if (idle_at_ && *idle_at_ <= fabric.now()) {
        idle_at_.reset();
        sr_ |= IDLE;
    }
    plan(fabric);
    update_lines(fabric);
}

// 27.3.2: TC rises when a frame is over and no data waits; that the idle frame behind TE counts, whose end is the only
// one after TE was cleared in the middle of a byte, is our reading. 27.6.4: hardware clears SBK in the stop bit of the
// break. 27.3.10: half-duplex joins TX and RX inside.
void Usart::finish_sending(Fabric& fabric) {
    const Frame done = *std::exchange(sending_, std::nullopt);
    if (done.kind == FrameKind::line_break) cr1_ &= ~SBK;
    if (done.kind == FrameKind::data) fabric.uart_sent(config_.number, wire_byte(done.data));
    if ((cr3_ & HDSEL) != 0 && receiver_on() && done.kind != FrameKind::idle)
        take_in(with_parity(done.data), done.kind == FrameKind::line_break ? FE : 0);
    start_next(fabric, done.until);
    if (!sending_ && done.kind != FrameKind::line_break) sr_ |= TC;
}

void Usart::finish_receiving(Fabric& fabric) {
    const std::uint8_t byte = incoming_.front();
    incoming_.pop_front();
    take_in(with_parity(byte), 0);
    const Picoseconds next_end = arrives_ + frame_time(fabric);
    idle_at_ = incoming_.empty() ? std::optional(next_end) : std::nullopt;
    arrives_ = next_end;
}

// 27.3.3: a word that finds RXNE still set is lost and sets ORE. A break is a word of zeros with a framing error.
void Usart::take_in(std::uint32_t data, std::uint32_t errors) {
    sr_ |= errors;
    if ((sr_ & RXNE) != 0) {
        sr_ |= ORE;
        return;
    }
    rdr_ = data;
    sr_ |= RXNE;
}

std::optional<Picoseconds> Usart::next_event() const {
    std::optional<Picoseconds> next = idle_at_;
    const auto at = [&next](Picoseconds when) { next = next ? std::min(*next, when) : when; };
    if (sending_) at(sending_->until);
    if (!incoming_.empty()) at(arrives_);
    return next;
}

void Usart::plan(Fabric& fabric) {
    if (const auto next = next_event()) fabric.wake_at(*this, *next);
}

// Table 196, EIE counts with DMA reception only; 27.3.13 for the DMA requests.
void Usart::update_lines(Fabric& fabric) const {
    const auto both = [this](std::uint32_t enable, std::uint32_t flags) {
        return (cr1_ & enable) != 0 && (sr_ & flags) != 0;
    };
    const bool errors = (cr3_ & EIE) != 0 && (cr3_ & DMAR) != 0 && (sr_ & (FE | ORE | NE)) != 0;
    if (config_.dma_tx) fabric.set_dma_request(*config_.dma_tx, (cr3_ & DMAT) != 0 && (sr_ & TXE) != 0);
    if (config_.dma_rx) fabric.set_dma_request(*config_.dma_rx, (cr3_ & DMAR) != 0 && (sr_ & RXNE) != 0);
    fabric.set_irq(config_.irq, both(TXEIE, TXE) || both(TCIE, TC) || both(RXNEIE, RXNE | ORE) || both(IDLEIE, IDLE) ||
                                    both(PEIE, PE) || errors);
}

void Usart::reset(Fabric& fabric, ResetCause) {
    cr1_ = 0;
    drive_tx(fabric);
    *this = Usart(config_);
    update_lines(fabric);
}

}  // namespace jig::machine
