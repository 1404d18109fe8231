// SPDX-License-Identifier: Apache-2.0
// A USART in asynchronous mode, RM0008 section 27: bytes on the wire with the timing of BRR, breaks, status flags,
// interrupts and DMA requests. Synchronous, LIN, IrDA, smartcard and multiprocessor features keep their bits and do
// nothing; in half-duplex the receiver hears what the transmitter sends.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <span>

#include "machine/device.hpp"

namespace jig::machine {

// Which of the five this is, RM0008 Table 63 and section 7.3.
struct UsartConfig {
    unsigned number = 1;               // as in USART1 .. UART5
    unsigned irq = 37;                 // its position in the vector table
    Bus bus = Bus::apb2;               // whose PCLK it divides
    std::optional<DmaRequest> dma_rx;  // UART5 has none
    std::optional<DmaRequest> dma_tx;
};
[[nodiscard]] constexpr UsartConfig usart_config(unsigned number) {
    using enum DmaRequest;
    constexpr UsartConfig usarts[] = {
        {.number = 1, .irq = 37, .bus = Bus::apb2, .dma_rx = usart1_rx, .dma_tx = usart1_tx},
        {.number = 2, .irq = 38, .bus = Bus::apb1, .dma_rx = usart2_rx, .dma_tx = usart2_tx},
        {.number = 3, .irq = 39, .bus = Bus::apb1, .dma_rx = usart3_rx, .dma_tx = usart3_tx},
        {.number = 4, .irq = 52, .bus = Bus::apb1, .dma_rx = uart4_rx, .dma_tx = uart4_tx},
        {.number = 5, .irq = 53, .bus = Bus::apb1, .dma_rx = {}, .dma_tx = {}},
    };
    return usarts[number - 1];
}

class Usart final : public Device {
 public:
    // Bytes on their way in; what comes beyond is lost, as it would be on a wire nobody listens to.
    static constexpr std::size_t incoming_limit = 65536;

    explicit Usart(const UsartConfig& config) : config_(config) {}

    BusReply read(Fabric& fabric, std::uint32_t offset, Width width) override;
    BusReply write(Fabric& fabric, std::uint32_t offset, Width width, std::uint32_t value) override;
    void reset(Fabric& fabric, ResetCause cause) override;
    void tick(Fabric& fabric) override { settle(fabric); }
    void clocking_changed(Fabric& fabric) override;

    // Bytes put on the RX wire one after the other from now on, at this USART's own baud rate. They are lost unless
    // the receiver is on.
    void receive(Fabric& fabric, std::span<const std::uint8_t> bytes);

 private:
    enum class FrameKind : std::uint8_t { idle, data, line_break };  // idle: what follows TE
    struct Frame {
        FrameKind kind = FrameKind::idle;
        std::uint32_t data = 0;
        Picoseconds until{0};
    };

    [[nodiscard]] bool transmitter_on() const;
    [[nodiscard]] bool receiver_on() const;
    [[nodiscard]] std::uint32_t pclk_hz(const Fabric& fabric) const;
    [[nodiscard]] Picoseconds frame_time(const Fabric& fabric) const;
    [[nodiscard]] std::uint8_t wire_byte(std::uint32_t data) const;
    [[nodiscard]] std::uint32_t with_parity(std::uint32_t data) const;
    std::uint32_t read_status(Fabric& fabric);
    std::uint32_t read_data();
    void write_data(Fabric& fabric, std::uint32_t value);
    void write_control(Fabric& fabric, std::uint32_t value);
    void settle(Fabric& fabric);
    void finish_sending(Fabric& fabric);
    void finish_receiving(Fabric& fabric);
    void take_in(std::uint32_t data, std::uint32_t errors);
    void start_next(Fabric& fabric, Picoseconds start);
    void load_shift_register(Fabric& fabric, Picoseconds start);
    [[nodiscard]] std::optional<Picoseconds> next_event() const;
    void plan(Fabric& fabric);
    void update_lines(Fabric& fabric) const;
    [[nodiscard]] Pin tx_pin(const Fabric& fabric) const;
    void drive_tx(Fabric& fabric);

    UsartConfig config_;
    std::uint32_t sr_ = 0xC0;
    std::uint32_t sr_read_ = 0;  // flags seen by the last read of SR: half of each clearing sequence
    std::uint32_t rdr_ = 0;
    std::uint32_t tdr_ = 0;
    std::uint32_t brr_ = 0;
    std::uint32_t cr1_ = 0;
    std::uint32_t cr2_ = 0;
    std::uint32_t cr3_ = 0;
    std::uint32_t gtpr_ = 0;
    std::optional<Frame> sending_;
    std::optional<Pin> driven_;  // the pad that TX holds at its idle level
    std::deque<std::uint8_t> incoming_;
    Picoseconds arrives_{0};                 // of the first of incoming_
    std::optional<Picoseconds> idle_at_;     // the line will have been idle for a frame
    std::optional<Picoseconds> stopped_at_;  // its clock stands still since then
};

}  // namespace jig::machine
