// SPDX-License-Identifier: Apache-2.0
// CRC calculation unit, RM0008 section 4: polynomial 0x04C11DB7 over whole words, most significant bit first.
#pragma once

#include <cstdint>

#include "machine/device.hpp"

namespace jig::machine {

class Crc final : public Device {
 public:
    BusReply read(Fabric& fabric, std::uint32_t offset, Width width) override;
    BusReply write(Fabric& fabric, std::uint32_t offset, Width width, std::uint32_t value) override;
    void reset(Fabric& fabric, ResetCause cause) override;

 private:
    std::uint32_t dr_ = 0xFFFFFFFF;
    std::uint32_t idr_ = 0;
};

}  // namespace jig::machine
