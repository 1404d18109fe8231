// SPDX-License-Identifier: Apache-2.0
// A DMA controller, RM0008 section 13: channels that move data between peripherals and memory over the bus matrix,
// one transfer at a time, in the order of their priorities.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "machine/device.hpp"
#include "machine/dma_request.hpp"

namespace jig::machine {

// Which of the two this is: channels and vector table positions, RM0008 13.2 and Table 63.
struct DmaConfig {
    unsigned number = 1;
    unsigned channels = 7;
    std::array<unsigned, 7> irqs{};
};
[[nodiscard]] constexpr DmaConfig dma_config(unsigned number) {
    if (number == 1) return {.number = 1, .channels = 7, .irqs = {11, 12, 13, 14, 15, 16, 17}};
    return {.number = 2, .channels = 5, .irqs = {56, 57, 58, 59, 59}};
}

// HCLK cycles from winning arbitration to the end of a transfer: one to arbitrate, one to compute the address, one for
// each of two accesses and one to acknowledge. An access that stalls adds to them.
inline constexpr int dma_transfer_cycles = 5;

class Dma final : public Device {
 public:
    explicit Dma(const DmaConfig& config) : config_(config) {}

    BusReply read(Fabric& fabric, std::uint32_t offset, Width width) override;
    BusReply write(Fabric& fabric, std::uint32_t offset, Width width, std::uint32_t value) override;
    void reset(Fabric& fabric, ResetCause cause) override;
    void tick(Fabric& fabric) override;
    void clocking_changed(Fabric& fabric) override { plan(fabric); }

    // A request line that leads to this controller goes up or down.
    void set_request(Fabric& fabric, DmaRequest request, bool asserted);
    // One transfer is requested; the controller remembers it until it is made.
    void request_once(Fabric& fabric, DmaRequest request);
    // CNDTR of the channel behind `request` while that channel is enabled, else 0.
    [[nodiscard]] std::uint32_t remaining(DmaRequest request) const;

 private:
    struct Channel {
        std::uint32_t ccr = 0;
        std::uint32_t cndtr = 0;
        std::uint32_t cpar = 0;
        std::uint32_t cmar = 0;
        std::uint32_t count = 0;       // CNDTR as it was written: what circular mode starts again with
        std::uint32_t peripheral = 0;  // the current addresses
        std::uint32_t memory = 0;
        std::uint32_t flags = 0;  // TCIF, HTIF, TEIF as in the lowest nibble of DMA_ISR
    };

    [[nodiscard]] std::uint32_t value_of(std::uint32_t reg) const;
    [[nodiscard]] std::uint32_t status() const;
    void clear(std::uint32_t flags);
    void write_channel(Channel& channel, std::uint32_t reg, std::uint32_t value);
    void configure(Channel& channel, std::uint32_t value);
    [[nodiscard]] DmaRequests requests_of(unsigned index) const;
    [[nodiscard]] bool wants(unsigned index) const;
    [[nodiscard]] std::optional<unsigned> arbitrate() const;
    void transfer(Fabric& fabric, Channel& channel);
    void finish_item(Channel& channel);
    void plan(Fabric& fabric);
    void update_irqs(Fabric& fabric) const;

    DmaConfig config_;
    std::array<Channel, 7> channels_{};
    DmaRequests held_ = 0;            // lines that are up
    DmaRequests once_ = 0;            // single requests not served yet
    std::optional<Picoseconds> due_;  // the transfer under way ends
    Picoseconds free_at_{0};          // the bus has held the one before until then
    bool transferring_ = false;       // its accesses are being made: devices behind them may call back
};

}  // namespace jig::machine
