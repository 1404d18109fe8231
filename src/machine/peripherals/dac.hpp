// SPDX-License-Identifier: Apache-2.0
// The digital-to-analog converter, RM0008 section 12: two channels, their holding and output registers, triggers,
// noise, triangle and DMA requests. The outputs are values that a test can read; they do not reach the pads.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "machine/device.hpp"

namespace jig::machine {

class Dac final : public Device {
 public:
    BusReply read(Fabric& fabric, std::uint32_t offset, Width width) override;
    BusReply write(Fabric& fabric, std::uint32_t offset, Width width, std::uint32_t value) override;
    void reset(Fabric& fabric, ResetCause cause) override;
    void triggered(Fabric& fabric, Trigger source) override;

 private:
    struct Channel {
        std::uint32_t dhr = 0;  // 12 bits, right-aligned
        std::uint32_t dor = 0;
        std::uint32_t lfsr = lfsr_start;
        std::uint32_t triangle = 0;
        bool falling = false;  // the triangle
    };
    static constexpr std::uint32_t lfsr_start = 0xAAA;  // 12.3.8

    [[nodiscard]] std::uint32_t control(unsigned index) const;
    [[nodiscard]] std::optional<Trigger> trigger_of(unsigned index) const;
    [[nodiscard]] std::uint32_t value_of(std::uint32_t reg) const;
    void write_control(std::uint32_t value);
    void write_holding(std::uint32_t reg, std::uint32_t value);
    void load_untriggered();
    void convert(unsigned index);

    std::uint32_t cr_ = 0;
    std::array<Channel, 2> channels_{};
};

}  // namespace jig::machine
