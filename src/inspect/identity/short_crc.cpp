// SPDX-License-Identifier: Apache-2.0
#include "inspect/identity/short_crc.hpp"

namespace jig::inspect {
namespace {

constexpr std::array models = {
    CrcModel{"CRC-32/ISO-HDLC", 32, 0x04C11DB7, 0xFFFFFFFF, true, 0xFFFFFFFF, false},
    CrcModel{"CRC-32/JAMCRC", 32, 0x04C11DB7, 0xFFFFFFFF, true, 0, false},
    CrcModel{"CRC-32/MPEG-2", 32, 0x04C11DB7, 0xFFFFFFFF, false, 0, false},
    CrcModel{"CRC-32/BZIP2", 32, 0x04C11DB7, 0xFFFFFFFF, false, 0xFFFFFFFF, false},
    CrcModel{"CRC-32/CKSUM", 32, 0x04C11DB7, 0, false, 0xFFFFFFFF, false},
    CrcModel{"CRC-32/ISCSI", 32, 0x1EDC6F41, 0xFFFFFFFF, true, 0xFFFFFFFF, false},
    CrcModel{"STM32-CRC", 32, 0x04C11DB7, 0xFFFFFFFF, false, 0, true},
    CrcModel{"CRC-16/MODBUS", 16, 0x8005, 0xFFFF, true, 0, false},
    CrcModel{"CRC-16/ARC", 16, 0x8005, 0, true, 0, false},
    CrcModel{"CRC-16/IBM-3740", 16, 0x1021, 0xFFFF, false, 0, false},
    CrcModel{"CRC-16/XMODEM", 16, 0x1021, 0, false, 0, false},
    CrcModel{"CRC-16/KERMIT", 16, 0x1021, 0, true, 0, false},
    CrcModel{"CRC-16/IBM-SDLC", 16, 0x1021, 0xFFFF, true, 0xFFFF, false},
};

std::uint32_t reverse_bits(std::uint32_t value, unsigned width) {
    std::uint32_t reversed = 0;
    for (unsigned bit = 0; bit < width; ++bit) reversed |= (value >> bit & 1) << (width - 1 - bit);
    return reversed;
}

// The order in which the CRC unit takes the bytes of little-endian words.
std::size_t place(const CrcModel& model, std::size_t i, std::size_t size) {
    const bool in_whole_word = (i | 3) < size;
    return model.by_words && in_whole_word ? i ^ 3 : i;
}

}  // namespace

std::span<const CrcModel> short_crc_models() { return models; }

std::uint32_t short_crc(const CrcModel& model, ByteView message) {
    const std::uint32_t mask = model.width == 32 ? 0xFFFFFFFF : (1u << model.width) - 1;
    const std::uint32_t top = 1u << (model.width - 1);
    std::uint32_t crc = model.init;
    for (std::size_t i = 0; i < message.size(); ++i) {
        const std::uint32_t byte = message[place(model, i, message.size())];
        crc ^= (model.reflected ? reverse_bits(byte, 8) : byte) << (model.width - 8);
        for (unsigned bit = 0; bit < 8; ++bit) crc = ((crc & top) != 0 ? crc << 1 ^ model.poly : crc << 1) & mask;
    }
    return (model.reflected ? reverse_bits(crc, model.width) : crc) ^ model.xorout;
}

}  // namespace jig::inspect
