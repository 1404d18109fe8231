// SPDX-License-Identifier: Apache-2.0
// A TargetMemory over what a probe offers: any address and length, split by alignment and width.
#pragma once

#include "dap/target.hpp"
#include "probe/probe.hpp"

namespace jig::dap {

class ProbeMemory final : public TargetMemory {
 public:
    // `access` must outlive this.
    explicit ProbeMemory(probe::MemoryAccess& access) : access_(access) {}

    Result<void> read(std::uint32_t address, MutableByteView out) override;
    Result<void> write(std::uint32_t address, ByteView data) override;
    Result<std::uint32_t> read_word(std::uint32_t address) override;
    Result<void> write_word(std::uint32_t address, std::uint32_t value) override;
    Result<std::uint16_t> read_half(std::uint32_t address) override;
    Result<void> write_half(std::uint32_t address, std::uint16_t value) override;

 private:
    probe::MemoryAccess& access_;
};

}  // namespace jig::dap
