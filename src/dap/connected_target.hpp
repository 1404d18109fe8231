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
          speed_khz_(speed_khz),
          volts_(volts),
          memory_(probe_->memory()),
          core_(probe_->memory(), probe_->clock(), attachment.demcr) {}
    ~ConnectedTarget() override { let_go(*probe_, attachment_); }

    [[nodiscard]] TargetMemory& memory() override { return memory_; }
    [[nodiscard]] Core& core() override { return core_; }
    [[nodiscard]] Clock& clock() override { return probe_->clock(); }
    [[nodiscard]] std::uint32_t dpidr() const override { return attachment_.dpidr; }
    [[nodiscard]] std::optional<double> volts() const override { return volts_; }
    [[nodiscard]] bool nrst_wired() const override { return attachment_.nrst_wired; }
    [[nodiscard]] const std::string& probe_address() const override { return probe_->info().address; }
    [[nodiscard]] std::uint32_t speed_khz() const override { return speed_khz_; }
    Result<void> reconnect() override;

 private:
    std::unique_ptr<probe::Probe> probe_;
    Attachment attachment_;
    std::uint32_t speed_khz_;
    std::optional<double> volts_;
    ProbeMemory memory_;
    CortexCore core_;
};

}  // namespace jig::dap
