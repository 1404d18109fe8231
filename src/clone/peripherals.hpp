// SPDX-License-Identifier: Apache-2.0
// What a board shows beside its memories: backup registers, pin levels, crystals. The core must be halted; every clock
// and bit that is changed for a read is put back.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "base/result.hpp"
#include "chip/part.hpp"
#include "clone/board.hpp"

namespace jig::clone {

// BKP_DR by number, from 1. Errors: the link's.
[[nodiscard]] Result<std::map<unsigned, std::uint16_t>> read_backup_registers(Board& board,
                                                                              const chip::DensityFacts& facts);

// "PA0" -> "high" or "low", as GPIOx_IDR reads. Errors: the link's.
[[nodiscard]] Result<std::map<std::string, std::string>> read_pin_levels(Board& board, const chip::DensityFacts& facts);

// Whether "hse" and "lse" start within the datasheet's time. An LSE that is off while the RTC runs on another clock is
// not tried, and missing in the answer. Errors: the link's.
[[nodiscard]] Result<std::map<std::string, bool>> try_crystals(Board& board);

}  // namespace jig::clone
