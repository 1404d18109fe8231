// SPDX-License-Identifier: Apache-2.0
// Vector tables in flash: where firmware begins. A bootloader and its application have one each.
#pragma once

#include <vector>

#include "inspect/layout/flash_view.hpp"

namespace jig::inspect {

// The most SRAM that an STM32F103 has (XL density); whether a stack pointer fits a smaller part is the caller's
// question.
inline constexpr std::uint32_t largest_sram_bytes = 96 * 1024;

struct VectorTable {
    std::uint32_t address = 0;
    std::uint32_t initial_sp = 0;
    std::uint32_t reset_handler = 0;  // with its Thumb bit
    unsigned entries = 0;             // words from the table's start that can be vectors
    bool runs_here = false;           // the reset handler points at flash that is not erased
};

// Tables at every address that VTOR can hold (128-byte steps, DDI 0403 B3.2.5), in the order of their addresses. At
// flash's start a stack pointer and a reset handler are enough; elsewhere NMI and HardFault must be there too.
[[nodiscard]] std::vector<VectorTable> find_vector_tables(const FlashView& flash,
                                                          std::uint32_t sram_bytes = largest_sram_bytes);

}  // namespace jig::inspect
