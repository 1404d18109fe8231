// SPDX-License-Identifier: Apache-2.0
// A debug port behind a CMSIS-DAP probe: each group of accesses is one packet.
#pragma once

#include "probe/cmsis_dap/session.hpp"
#include "probe/mem_ap/dap_port.hpp"

namespace jig::probe::cmsis_dap {

class PacketPort final : public mem_ap::DapPort {
 public:
    // `session` must outlive this.
    explicit PacketPort(Session& session);

    Result<mem_ap::DapOutcome> run(std::span<const mem_ap::DapGroup> groups) override;
    [[nodiscard]] mem_ap::GroupLimits limits() const override { return limits_; }
    Result<void> write_abort(std::uint32_t value) override;
    Result<void> send_bits(std::size_t bits, ByteView levels) override;
    [[nodiscard]] Clock& clock() override { return session_.clock(); }

 private:
    Session& session_;
    mem_ap::GroupLimits limits_;
};

}  // namespace jig::probe::cmsis_dap
