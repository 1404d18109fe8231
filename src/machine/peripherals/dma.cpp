// SPDX-License-Identifier: Apache-2.0
// DMA registers and transfers, RM0008 sections 13.3 and 13.4.
#include "machine/peripherals/dma.hpp"

#include <algorithm>

#include "machine/peripherals/registers.hpp"

namespace jig::machine {
namespace {

constexpr std::uint32_t ISR = 0x00, IFCR = 0x04, CCR1 = 0x08;
constexpr std::uint32_t channel_bytes = 20;
// Of one channel, counted from its CCR.
constexpr std::uint32_t CCR = 0x00, CNDTR = 0x04, CPAR = 0x08, CMAR = 0x0C;

constexpr std::uint32_t EN = bit(0), TCIE = bit(1), HTIE = bit(2), TEIE = bit(3), DIR = bit(4), CIRC = bit(5),
                        PINC = bit(6), MINC = bit(7), MEM2MEM = bit(14);
constexpr std::uint32_t ccr_bits = 0x7FFF;
constexpr std::uint32_t GIF = bit(0), TCIF = bit(1), HTIF = bit(2), TEIF = bit(3);

static_assert(TCIE == TCIF && HTIE == HTIF && TEIE == TEIF, "flags are masked with CCR as it stands");

// PSIZE and MSIZE; 11 is reserved and moves words.
Width width_of(std::uint32_t size) {
    constexpr std::array widths = {Width::byte, Width::half, Width::word, Width::word};
    return widths[size];
}
Width peripheral_width(std::uint32_t ccr) { return width_of(field(ccr, 9, 8)); }
Width memory_width(std::uint32_t ccr) { return width_of(field(ccr, 11, 10)); }

// 13.4.5: low address bits below the width are ignored.
std::uint32_t aligned(std::uint32_t address, Width width) { return address & ~(static_cast<std::uint32_t>(width) - 1); }

// Table 76: a wider source loses its upper bytes, a narrower one is extended with zeros.
std::uint32_t cut_to(std::uint32_t value, Width width) {
    if (width == Width::byte) return value & 0xFF;
    return width == Width::half ? value & 0xFFFF : value;
}

}  // namespace

BusReply Dma::read(Fabric& fabric, std::uint32_t offset, Width width) {
    // Flags and counts change with a transfer, and every transfer has its appointment.
    fabric.nothing_changes_until(fabric.now() + quiet_ahead);
    return {.value = lanes_read(value_of(word_offset(offset)), offset, width)};
}

std::uint32_t Dma::value_of(std::uint32_t reg) const {
    if (reg == ISR) return status();
    const std::uint32_t index = (reg - CCR1) / channel_bytes;
    if (reg < CCR1 || index >= config_.channels) return 0;
    const Channel& channel = channels_[index];
    switch ((reg - CCR1) % channel_bytes) {
        case CCR: return channel.ccr;
        case CNDTR: return channel.cndtr;
        case CPAR: return channel.cpar;
        case CMAR: return channel.cmar;
        default: return 0;
    }
}

std::uint32_t Dma::status() const {
    std::uint32_t isr = 0;
    for (unsigned i = 0; i < config_.channels; ++i) {
        const std::uint32_t flags = channels_[i].flags;
        isr |= (flags | (flags != 0 ? GIF : 0)) << (4 * i);
    }
    return isr;
}

BusReply Dma::write(Fabric& fabric, std::uint32_t offset, Width width, std::uint32_t value) {
    const std::uint32_t reg = word_offset(offset);
    const std::uint32_t index = (reg - CCR1) / channel_bytes;
    if (reg == IFCR) {
        clear(lanes_written(0, offset, width, value));
    } else if (reg >= CCR1 && index < config_.channels) {
        write_channel(channels_[index], (reg - CCR1) % channel_bytes,
                      lanes_written(value_of(reg), offset, width, value));
    }
    plan(fabric);
    update_irqs(fabric);
    return {};
}

// 13.4.2: CGIF clears all flags of its channel.
void Dma::clear(std::uint32_t flags) {
    for (Channel& channel : channels_) {
        channel.flags &= (flags & GIF) != 0 ? 0 : ~flags;
        flags >>= 4;
    }
}

// 13.4.4 to 13.4.6: count and addresses are read-only while the channel is enabled.
void Dma::write_channel(Channel& channel, std::uint32_t reg, std::uint32_t value) {
    if (reg == CCR) return configure(channel, value & ccr_bits);
    if ((channel.ccr & EN) != 0) return;
    switch (reg) {
        case CNDTR: channel.cndtr = channel.count = value & 0xFFFF; break;
        case CPAR: channel.cpar = value; break;
        case CMAR: channel.cmar = value; break;
        default: break;
    }
}

void Dma::configure(Channel& channel, std::uint32_t value) {
    const bool starts = (channel.ccr & EN) == 0 && (value & EN) != 0;
    channel.ccr = value;
    if (!starts) return;
    channel.peripheral = aligned(channel.cpar, peripheral_width(value));
    channel.memory = aligned(channel.cmar, memory_width(value));
}

void Dma::set_request(Fabric& fabric, DmaRequest request, bool asserted) {
    held_ = asserted ? held_ | dma_bit(request) : held_ & ~dma_bit(request);
    if (asserted) plan(fabric);
}

void Dma::request_once(Fabric& fabric, DmaRequest request) {
    once_ |= dma_bit(request);
    plan(fabric);
}

std::uint32_t Dma::remaining(DmaRequest request) const {
    const Channel& channel = channels_[dma_route(request).channel - 1];
    return (channel.ccr & EN) != 0 ? channel.cndtr : 0;
}

// 13.3.7: the requests of a channel are ORed. A memory-to-memory channel listens to none.
bool Dma::wants(unsigned index) const {
    const Channel& channel = channels_[index];
    if ((channel.ccr & EN) == 0 || channel.cndtr == 0) return false;
    if ((channel.ccr & MEM2MEM) != 0) return true;
    return ((held_ | once_) & requests_of(index)) != 0;
}

DmaRequests Dma::requests_of(unsigned index) const {
    static constexpr auto masks = [] {
        std::array<std::array<DmaRequests, 7>, 2> of{};
        for (unsigned controller = 0; controller < 2; ++controller)
            for (unsigned channel = 0; channel < 7; ++channel)
                of[controller][channel] = dma_requests_of(controller + 1, channel + 1);
        return of;
    }();
    return masks[config_.number - 1][index];
}

// 13.3.2: the highest PL, and among equals the lowest number.
std::optional<unsigned> Dma::arbitrate() const {
    std::optional<unsigned> winner;
    const auto priority = [this](unsigned index) { return field(channels_[index].ccr, 13, 12); };
    for (unsigned i = 0; i < config_.channels; ++i)
        if (wants(i) && (!winner || priority(i) > priority(*winner))) winner = i;
    return winner;
}

void Dma::plan(Fabric& fabric) {
    if (transferring_ || !fabric.clocked(*this) || fabric.clocks().hclk_hz == 0 || !arbitrate()) return;
    const Picoseconds cycle = period_of(fabric.clocks().hclk_hz, fabric.clocks());
    if (!due_) due_ = std::max(fabric.now(), free_at_) + dma_transfer_cycles * cycle;
    fabric.wake_at(*this, *due_);
}

void Dma::tick(Fabric& fabric) {
    due_.reset();
    const std::optional<unsigned> winner = arbitrate();
    if (!winner || !fabric.clocked(*this)) return;
    once_ &= ~requests_of(*winner);
    transferring_ = true;
    transfer(fabric, channels_[*winner]);
    transferring_ = false;
    plan(fabric);
    update_irqs(fabric);
}

// 13.3.5: an error disables the channel; what was read is lost.
void Dma::transfer(Fabric& fabric, Channel& channel) {
    const bool from_memory = (channel.ccr & DIR) != 0;
    const Width source_width = from_memory ? memory_width(channel.ccr) : peripheral_width(channel.ccr);
    const Width target_width = from_memory ? peripheral_width(channel.ccr) : memory_width(channel.ccr);
    const std::uint32_t source = from_memory ? channel.memory : channel.peripheral;
    const std::uint32_t target = from_memory ? channel.peripheral : channel.memory;
    CoreBus& bus = fabric.bus();
    const BusReply loaded = bus.read(source, source_width, Master::dma);
    BusReply stored;
    if (!loaded.fault) stored = bus.write(target, target_width, cut_to(loaded.value, target_width), Master::dma);
    if (loaded.fault || stored.fault) {
        channel.flags |= TEIF;
        channel.ccr &= ~EN;
        return;
    }
    const auto stalls = static_cast<std::int64_t>(loaded.stall_cycles + stored.stall_cycles);
    if (stalls > 0) free_at_ = fabric.now() + stalls * period_of(fabric.clocks().hclk_hz, fabric.clocks());
    finish_item(channel);
}

void Dma::finish_item(Channel& channel) {
    if ((channel.ccr & PINC) != 0) channel.peripheral += static_cast<std::uint32_t>(peripheral_width(channel.ccr));
    if ((channel.ccr & MINC) != 0) channel.memory += static_cast<std::uint32_t>(memory_width(channel.ccr));
    --channel.cndtr;
    if (channel.cndtr == channel.count / 2) channel.flags |= HTIF;
    if (channel.cndtr != 0) return;
    channel.flags |= TCIF;
    if ((channel.ccr & (CIRC | MEM2MEM)) != CIRC) return;
    channel.cndtr = channel.count;
    channel.peripheral = aligned(channel.cpar, peripheral_width(channel.ccr));
    channel.memory = aligned(channel.cmar, memory_width(channel.ccr));
}

// Table 77. Channels 4 and 5 of DMA2 share a vector.
void Dma::update_irqs(Fabric& fabric) const {
    const auto asks = [this](unsigned index) {
        return (channels_[index].flags & channels_[index].ccr & (TCIF | HTIF | TEIF)) != 0;
    };
    for (unsigned i = 0; i < config_.channels; ++i) {
        bool asserted = asks(i);
        for (unsigned other = 0; other < config_.channels; ++other)
            asserted = asserted || (config_.irqs[other] == config_.irqs[i] && asks(other));
        fabric.set_irq(config_.irqs[i], asserted);
    }
}

void Dma::reset(Fabric& fabric, ResetCause) {
    *this = Dma(config_);
    update_irqs(fabric);
}

}  // namespace jig::machine
