// SPDX-License-Identifier: Apache-2.0
// The Target that connect() hands out.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "dap/attachment.hpp"
#include "dap/cortex_core.hpp"
#include "dap/probe_memory.hpp"
#include "dap/target.hpp"

namespace jig::dap {

class ConnectedTarget final : public Target {
 public:
    ConnectedTarget(std::unique_ptr<probe::Probe> probe, const Attachment& attachment, std::uint32_t speed_khz,
                    std::optional<double> volts)
        : probe_(std::move(probe)),
          attachment_(attachment),
          link_(link_of(probe_->info(), attachment, speed_khz, volts)),
          memory_(probe_->memory()),
          core_(probe_->memory(), probe_->clock(), attachment.demcr) {}
    ~ConnectedTarget() override { let_go(*probe_, attachment_); }

    [[nodiscard]] TargetMemory& memory() override { return memory_; }
    [[nodiscard]] Core& core() override { return core_; }
    [[nodiscard]] Clock& clock() override { return probe_->clock(); }
    [[nodiscard]] const Link& link() const override { return link_; }
    Result<void> reconnect() override;
    void leave_halted() override { attachment_.leave_halted = true; }

 private:
    static Link link_of(const probe::ProbeInfo& probe, const Attachment& attachment, std::uint32_t speed_khz,
                        std::optional<double> volts);

    std::unique_ptr<probe::Probe> probe_;
    Attachment attachment_;
    Link link_;
    ProbeMemory memory_;
    CortexCore core_;
};

}  // namespace jig::dap
