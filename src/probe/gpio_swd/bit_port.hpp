// SPDX-License-Identifier: Apache-2.0
// A debug port on two wires that jig clocks itself: packets bit by bit, posted reads, WAIT tried again.
#pragma once

#include "probe/gpio_swd/swd_pins.hpp"
#include "probe/mem_ap/dap_port.hpp"

namespace jig::probe::gpio_swd {

class BitPort final : public mem_ap::DapPort {
 public:
    // `pins` must outlive this.
    explicit BitPort(SwdPins& pins) : pins_(pins) {}

    Result<mem_ap::DapOutcome> run(std::span<const mem_ap::DapGroup> groups) override;
    [[nodiscard]] mem_ap::GroupLimits limits() const override;
    Result<void> write_abort(std::uint32_t value) override;
    Result<void> send_bits(std::size_t bits, ByteView levels) override;
    [[nodiscard]] Clock& clock() override { return pins_.clock(); }

 private:
    // Stops at the first access that is not OK.
    Result<mem_ap::DapOutcome> run_group(const mem_ap::DapGroup& group);
    // One access, tried again while the target WAITs. `word` is written, or what was read.
    Result<mem_ap::DapOutcome> access(bool ap, bool read, std::uint8_t address, std::uint32_t& word);
    Result<mem_ap::DapOutcome> packet(bool ap, bool read, std::uint8_t address, std::uint32_t& word);
    Result<mem_ap::DapOutcome> read_data(std::uint32_t& word);

    SwdPins& pins_;
};

}  // namespace jig::probe::gpio_swd
