// SPDX-License-Identifier: Apache-2.0
// The debug port's view of a virtual chip.
#pragma once

#include "bench/debug_port/debug_bus.hpp"

namespace jig::bench {

class ChipBus final : public DebugBus {
 public:
    explicit ChipBus(machine::Chip& chip) : chip_(&chip) {}

    [[nodiscard]] machine::Picoseconds now() const override { return chip_->now(); }
    machine::DebugReply read(std::uint32_t address, machine::Width width) override {
        return chip_->debug_read(address, width);
    }
    machine::DebugReply write(std::uint32_t address, machine::Width width, std::uint32_t value) override {
        return chip_->debug_write(address, width, value);
    }
    [[nodiscard]] bool powered() const override { return chip_->powered(); }
    [[nodiscard]] bool swd_enabled() const override { return chip_->swd_enabled(); }
    [[nodiscard]] bool jtag_enabled() const override { return chip_->jtag_enabled(); }
    void set_debug_power(bool on) override { chip_->set_debug_power(on); }
    [[nodiscard]] const machine::ChipConfig& config() const override { return chip_->config(); }

 private:
    machine::Chip* chip_;
};

}  // namespace jig::bench
