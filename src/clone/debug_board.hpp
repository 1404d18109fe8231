// SPDX-License-Identifier: Apache-2.0
// A board behind its debug port.
#pragma once

#include "clone/board.hpp"

namespace jig::clone {

class DebugBoard final : public Board {
 public:
    // `target` outlives it.
    explicit DebugBoard(dap::Target& target) : target_(target) {}

    [[nodiscard]] dap::TargetMemory& memory() override { return target_.memory(); }
    [[nodiscard]] Clock& clock() override { return target_.clock(); }
    [[nodiscard]] const dap::Link& link() const override { return target_.link(); }
    [[nodiscard]] bool survives_faults() const override { return true; }
    [[nodiscard]] std::uint32_t unit_bytes() const override { return 2; }
    Result<chip::Identity> identity_registers() override;
    Result<LoadedOptions> loaded_options() override;
    Result<bool> halt() override;
    Result<void> resume() override { return target_.core().resume(); }
    Result<std::unique_ptr<flash::FlashProgrammer>> open_programmer(const flash::Geometry& geometry,
                                                                    std::uint32_t sram_bytes) override;
    Result<void> write_option_bytes(const flash::OptionPlan& plan) override;
    Result<bool> lift_protection(const chip::RawOptionBytes& stored, bool pending) override;
    Result<void> reset_and_run() override { return target_.core().reset_and_run(); }
    Result<StartWatch> start() override;

 private:
    dap::Target& target_;
};

}  // namespace jig::clone
