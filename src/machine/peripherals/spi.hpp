// SPDX-License-Identifier: Apache-2.0
// An SPI, RM0008 section 25: a master that exchanges frames with what is outside at the speed of BR, a slave that is
// clocked from there, status and errors, the CRC unit and DMA requests. The I2S registers keep their bits; nothing is
// sent in I2S mode.
#pragma once

#include <cstdint>
#include <optional>

#include "machine/device.hpp"

namespace jig::machine {

// Which of the three this is: RM0008 Table 63 for the vector, 9.3.10 and the datasheet's pinout for NSS without remap.
struct SpiConfig {
    unsigned number = 1;
    unsigned irq = 35;
    Bus bus = Bus::apb2;
    Pin nss{'A', 4};
    DmaRequest dma_rx = DmaRequest::spi1_rx;
    DmaRequest dma_tx = DmaRequest::spi1_tx;
};
[[nodiscard]] constexpr SpiConfig spi_config(unsigned number) {
    using enum DmaRequest;
    constexpr SpiConfig spis[] = {{1, 35, Bus::apb2, {'A', 4}, spi1_rx, spi1_tx},
                                  {2, 36, Bus::apb1, {'B', 12}, spi2_rx, spi2_tx},
                                  {3, 51, Bus::apb1, {'A', 15}, spi3_rx, spi3_tx}};
    return spis[number - 1];
}

class Spi final : public Device {
 public:
    explicit Spi(const SpiConfig& config) : config_(config) {}

    BusReply read(Fabric& fabric, std::uint32_t offset, Width width) override;
    BusReply write(Fabric& fabric, std::uint32_t offset, Width width, std::uint32_t value) override;
    void reset(Fabric& fabric, ResetCause cause) override;
    void tick(Fabric& fabric) override { settle(fabric); }
    void pads_changed(Fabric& fabric) override;
    void clocking_changed(Fabric& fabric) override;

    // A master outside clocks one frame, first bit on the wire highest. What this one answers as a selected slave;
    // nothing if it is none.
    std::optional<std::uint16_t> clock_frame(Fabric& fabric, std::uint16_t mosi);

 private:
    struct Frame {
        std::uint16_t data = 0;
        bool is_crc = false;
        Picoseconds until{0};
    };

    [[nodiscard]] bool master_on() const;
    [[nodiscard]] bool receives_only() const;
    [[nodiscard]] bool nss_is_high(const Fabric& fabric) const;
    [[nodiscard]] unsigned frame_bits() const;
    [[nodiscard]] std::uint16_t wire_order(std::uint16_t data) const;
    [[nodiscard]] std::uint32_t pclk_hz(const Fabric& fabric) const;
    [[nodiscard]] Picoseconds frame_time(const Fabric& fabric) const;
    [[nodiscard]] std::uint16_t crc_over(std::uint16_t crc, std::uint16_t wire) const;
    [[nodiscard]] std::uint32_t status() const;
    [[nodiscard]] std::uint32_t value_of(std::uint32_t reg) const;
    std::uint32_t read_status(Fabric& fabric);
    std::uint32_t read_data();
    void write_control(std::uint32_t value);
    bool check_mode_fault(const Fabric& fabric);
    [[nodiscard]] bool crc_is_next(const Fabric& fabric) const;
    void start_next(const Fabric& fabric, Picoseconds start);
    void finish_frame(Fabric& fabric);
    void take_in(std::uint16_t data);
    void settle(Fabric& fabric);
    void update_lines(Fabric& fabric) const;

    SpiConfig config_;
    std::uint32_t cr1_ = 0;
    std::uint32_t cr2_ = 0;
    std::uint32_t flags_ = 2;  // of SPI_SR, without BSY
    std::uint32_t crcpr_ = 7;
    std::uint32_t i2scfgr_ = 0;
    std::uint32_t i2spr_ = 2;
    std::uint16_t rx_ = 0;
    std::uint16_t tx_ = 0;
    std::uint16_t rxcrc_ = 0;
    std::uint16_t txcrc_ = 0;
    bool data_read_ = false;         // half of the sequence that clears OVR
    bool fault_seen_ = false;        // half of the sequence that clears MODF
    bool crc_follows_data_ = false;  // the last frame was data: a CRC may come after it
    std::optional<Frame> shifting_;
    std::optional<Picoseconds> stopped_at_;  // its clock stands still since then
};

}  // namespace jig::machine
