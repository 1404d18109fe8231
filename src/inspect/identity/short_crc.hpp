// SPDX-License-Identifier: Apache-2.0
// CRCs of a few bytes, bit by bit: the models that firmware uses on a unique ID, named as the CRC RevEng catalogue
// does.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "base/bytes.hpp"

namespace jig::inspect {

struct CrcModel {
    std::string_view name;
    unsigned width;  // 16 or 32
    std::uint32_t poly;
    std::uint32_t init;
    bool reflected;  // input and output alike
    std::uint32_t xorout;
    bool by_words;  // the STM32 CRC unit: little-endian words, most significant bit first (RM0008 4.3)
};
[[nodiscard]] std::span<const CrcModel> short_crc_models();
[[nodiscard]] std::uint32_t short_crc(const CrcModel& model, ByteView message);

}  // namespace jig::inspect
