// SPDX-License-Identifier: Apache-2.0
// USB device, RM0008 section 23, without a host on its bus: registers and endpoint toggles, forced reset, and the
// missed frames that lead to a suspend request. Packets never come.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "machine/device.hpp"

namespace jig::machine {

class Usb final : public Device {
 public:
    BusReply read(Fabric& fabric, std::uint32_t offset, Width width) override;
    BusReply write(Fabric& fabric, std::uint32_t offset, Width width, std::uint32_t value) override;
    void reset(Fabric& fabric, ResetCause cause) override;
    void tick(Fabric& fabric) override { settle(fabric); }
    void clocking_changed(Fabric& fabric) override { settle(fabric); }

 private:
    static constexpr unsigned endpoints = 8;

    [[nodiscard]] std::uint32_t value_of(const Fabric& fabric, std::uint32_t offset) const;
    void write_control(std::uint32_t value);
    void write_endpoint(unsigned endpoint, std::uint32_t value);
    [[nodiscard]] bool attached(const Fabric& fabric) const;
    void settle(Fabric& fabric);
    void miss_frame();
    void update_irq(Fabric& fabric);

    std::array<std::uint32_t, endpoints> epr_{};
    std::uint32_t cntr_ = 3;  // PDWN, FRES
    std::uint32_t istr_ = 0;
    std::uint32_t daddr_ = 0;
    std::uint32_t btable_ = 0;
    unsigned missed_ = 0;                   // frames in a row, FNR.LSOF
    std::optional<Picoseconds> frame_due_;  // a start of frame was expected then
    bool asserted_ = false;
};

// The packet memory, 23.5.3: 256 half-words, each in a word of the bus.
class PacketMemory final : public Device {
 public:
    BusReply read(Fabric& fabric, std::uint32_t offset, Width width) override;
    BusReply write(Fabric& fabric, std::uint32_t offset, Width width, std::uint32_t value) override;
    void reset(Fabric&, ResetCause) override {}  // memory keeps what it holds

 private:
    std::array<std::uint16_t, 256> half_words_{};
};

}  // namespace jig::machine
