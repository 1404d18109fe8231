// SPDX-License-Identifier: Apache-2.0
// SDIO, RM0008 section 22, with no card in its slot: commands leave, responses time out, data never comes.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "machine/device.hpp"

namespace jig::machine {

class Sdio final : public Device {
 public:
    BusReply read(Fabric& fabric, std::uint32_t offset, Width width) override;
    BusReply write(Fabric& fabric, std::uint32_t offset, Width width, std::uint32_t value) override;
    void reset(Fabric& fabric, ResetCause cause) override;
    void tick(Fabric& fabric) override { settle(fabric); }

 private:
    struct Outcome {  // a static flag on its way
        std::uint32_t flag;
        Picoseconds at;
    };

    [[nodiscard]] std::uint32_t value_of(std::uint32_t offset) const;
    void write_register(Fabric& fabric, std::uint32_t offset, std::uint32_t value);
    void start_command(Fabric& fabric);
    void start_data(Fabric& fabric);
    [[nodiscard]] std::optional<Picoseconds> card_clock(const Fabric& fabric) const;
    void settle(Fabric& fabric);
    static void take(std::optional<Outcome>& outcome, Picoseconds now, std::uint32_t& flags);

    std::uint32_t power_ = 0;
    std::uint32_t clkcr_ = 0;
    std::uint32_t arg_ = 0;
    std::uint32_t cmd_ = 0;
    std::uint32_t dtimer_ = 0;
    std::uint32_t dlen_ = 0;
    std::uint32_t dctrl_ = 0;
    std::uint32_t dcount_ = 0;
    std::uint32_t sta_ = 0;  // the static flags
    std::uint32_t mask_ = 0;
    std::optional<Outcome> command_;
    std::optional<Outcome> data_;
};

}  // namespace jig::machine
