// SPDX-License-Identifier: Apache-2.0
// CRC registers, RM0008 section 4.4.
#include "machine/peripherals/crc.hpp"

#include "machine/peripherals/registers.hpp"

namespace jig::machine {
namespace {

constexpr std::uint32_t DR = 0x00, IDR = 0x04, CR = 0x08;
constexpr std::uint32_t RESET = bit(0);
constexpr std::uint32_t polynomial = 0x04C11DB7;

constexpr std::uint32_t with_word(std::uint32_t crc, std::uint32_t word) {
    crc ^= word;
    for (int i = 0; i < 32; ++i) crc = (crc & 0x80000000) != 0 ? crc << 1 ^ polynomial : crc << 1;
    return crc;
}

}  // namespace

BusReply Crc::read(Fabric&, std::uint32_t offset, Width width) {
    switch (word_offset(offset)) {
        case DR: return {.value = lanes_read(dr_, offset, width)};
        case IDR: return {.value = lanes_read(idr_, offset, width)};
        default: return {};
    }
}

BusReply Crc::write(Fabric&, std::uint32_t offset, Width width, std::uint32_t value) {
    switch (word_offset(offset)) {
        case DR: dr_ = with_word(dr_, lanes_written(0, offset, width, value)); break;
        case IDR: idr_ = lanes_written(idr_, offset, width, value) & 0xFF; break;
        case CR:
            if ((lanes_written(0, offset, width, value) & RESET) != 0) dr_ = 0xFFFFFFFF;  // IDR stays, 4.4.3
            break;
        default: break;
    }
    return {};
}

void Crc::reset(Fabric&, ResetCause) { *this = Crc(); }

}  // namespace jig::machine
