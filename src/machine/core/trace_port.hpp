// SPDX-License-Identifier: Apache-2.0
// ITM and TPIU as registers that hold what is written and trace nothing, DDI 0403 C1.7 and C1.10.
#pragma once

#include <cstdint>

namespace jig::machine {

class TracePort {
 public:
    // Offsets from 0xE0000000 (ITM) and 0xE0040000 (TPIU).
    [[nodiscard]] std::uint32_t read_itm(std::uint32_t offset) const;
    void write_itm(std::uint32_t offset, std::uint32_t value);
    [[nodiscard]] std::uint32_t read_tpiu(std::uint32_t offset) const;
    void write_tpiu(std::uint32_t offset, std::uint32_t value);

 private:
    std::uint32_t enabled_ports_ = 0;
    std::uint32_t privilege_ = 0;
    std::uint32_t control_ = 0;
    bool unlocked_ = false;
    std::uint32_t port_size_ = 1;
    std::uint32_t prescaler_ = 0;
    std::uint32_t protocol_ = 1;
    std::uint32_t formatter_ = 0x102;
};

}  // namespace jig::machine
