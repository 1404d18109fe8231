// SPDX-License-Identifier: Apache-2.0
// The rows are those of "Catalogue of parametrised CRC algorithms" (CRC RevEng); STM32-CRC is RM0008 section 4.
#include "inspect/checksum/model.hpp"

#include <algorithm>
#include <array>
#include <memory>

#include "inspect/checksum/prefixes.hpp"

namespace jig::inspect {
namespace {

using enum ChecksumFamily;
using enum SumForm;

constexpr ChecksumModel crc32(std::string_view name, std::uint32_t poly, std::uint32_t init, bool reflected,
                              std::uint32_t xorout) {
    return {name, crc, 32, 1, 32, poly, init, xorout, reflected};
}
constexpr ChecksumModel crc16(std::string_view name, std::uint32_t poly, std::uint32_t init, bool reflected,
                              std::uint32_t xorout) {
    return {name, crc, 16, 1, 16, poly, init, xorout, reflected};
}
constexpr ChecksumModel crc8(std::string_view name, std::uint32_t poly, std::uint32_t init, bool reflected,
                             std::uint32_t xorout) {
    return {name, crc, 8, 1, 8, poly, init, xorout, reflected};
}
constexpr ChecksumModel sum_of(std::string_view name, unsigned width, unsigned word_bytes, unsigned evidence_bits,
                               SumForm form) {
    return {name, sum, width, word_bytes, evidence_bits, 0, 0, 0, false, form};
}
constexpr ChecksumModel xor_of(std::string_view name, unsigned width, unsigned evidence_bits) {
    return {name, exclusive_or, width, width / 8, evidence_bits};
}
constexpr ChecksumModel fletcher_of(std::string_view name, unsigned width, unsigned word_bytes, std::uint32_t init,
                                    std::uint32_t modulus) {
    return {name, fletcher, width, word_bytes, width, 0, init, 0, false, plain, modulus};
}

constexpr auto models = std::to_array<ChecksumModel>({
    // The CRC unit: polynomial 0x04C11DB7, word by word with the most significant bit first, reset to all ones.
    {"STM32-CRC", crc, 32, 4, 32, 0x04c11db7, 0xffffffff, 0, false},
    crc32("CRC-32/ISO-HDLC", 0x04c11db7, 0xffffffff, true, 0xffffffff),
    crc32("CRC-32/MPEG-2", 0x04c11db7, 0xffffffff, false, 0),
    crc32("CRC-32/BZIP2", 0x04c11db7, 0xffffffff, false, 0xffffffff),
    crc32("CRC-32/JAMCRC", 0x04c11db7, 0xffffffff, true, 0),
    crc32("CRC-32/CKSUM", 0x04c11db7, 0, false, 0xffffffff),
    crc32("CRC-32/ISCSI", 0x1edc6f41, 0xffffffff, true, 0xffffffff),
    crc32("CRC-32/AUTOSAR", 0xf4acfb13, 0xffffffff, true, 0xffffffff),
    crc32("CRC-32/XFER", 0x000000af, 0, false, 0),
    crc32("CRC-32/BASE91-D", 0xa833982b, 0xffffffff, true, 0xffffffff),
    crc32("CRC-32/AIXM", 0x814141ab, 0, false, 0),
    crc32("CRC-32/CD-ROM-EDC", 0x8001801b, 0, true, 0),
    crc32("CRC-32/MEF", 0x741b8cd7, 0xffffffff, true, 0),
    sum_of("SUM-32", 32, 4, 30, plain),
    sum_of("SUM-32", 32, 4, 30, complement),
    sum_of("SUM-32", 32, 4, 30, negated),
    sum_of("SUM-32", 32, 1, 16, plain),
    sum_of("SUM-32", 32, 1, 16, complement),
    sum_of("SUM-32", 32, 1, 16, negated),
    sum_of("SUM-32", 32, 2, 24, plain),
    sum_of("SUM-32", 32, 2, 24, complement),
    sum_of("SUM-32", 32, 2, 24, negated),
    xor_of("XOR-32", 32, 24),
    fletcher_of("ADLER-32", 32, 1, 1, 65521),
    fletcher_of("FLETCHER-32", 32, 2, 0, 65535),
    crc16("CRC-16/IBM-3740", 0x1021, 0xffff, false, 0),
    crc16("CRC-16/XMODEM", 0x1021, 0, false, 0),
    crc16("CRC-16/MODBUS", 0x8005, 0xffff, true, 0),
    crc16("CRC-16/ARC", 0x8005, 0, true, 0),
    crc16("CRC-16/KERMIT", 0x1021, 0, true, 0),
    crc16("CRC-16/IBM-SDLC", 0x1021, 0xffff, true, 0xffff),
    crc16("CRC-16/USB", 0x8005, 0xffff, true, 0xffff),
    crc16("CRC-16/GENIBUS", 0x1021, 0xffff, false, 0xffff),
    crc16("CRC-16/SPI-FUJITSU", 0x1021, 0x1d0f, false, 0),
    crc16("CRC-16/MCRF4XX", 0x1021, 0xffff, true, 0),
    crc16("CRC-16/UMTS", 0x8005, 0, false, 0),
    crc16("CRC-16/CMS", 0x8005, 0xffff, false, 0),
    crc16("CRC-16/MAXIM-DOW", 0x8005, 0, true, 0xffff),
    crc16("CRC-16/DNP", 0x3d65, 0, true, 0xffff),
    crc16("CRC-16/T10-DIF", 0x8bb7, 0, false, 0),
    sum_of("SUM-16", 16, 1, 16, plain),
    sum_of("SUM-16", 16, 1, 16, complement),
    sum_of("SUM-16", 16, 1, 16, negated),
    sum_of("SUM-16", 16, 2, 16, plain),
    sum_of("SUM-16", 16, 2, 16, complement),
    sum_of("SUM-16", 16, 2, 16, negated),
    xor_of("XOR-16", 16, 16),
    fletcher_of("FLETCHER-16", 16, 1, 0, 255),
    sum_of("SUM-8", 8, 1, 8, plain),
    sum_of("SUM-8", 8, 1, 8, complement),
    sum_of("SUM-8", 8, 1, 8, negated),
    xor_of("XOR-8", 8, 8),
    crc8("CRC-8/SMBUS", 0x07, 0, false, 0),
    crc8("CRC-8/MAXIM-DOW", 0x31, 0, true, 0),
    crc8("CRC-8/SAE-J1850", 0x1d, 0xff, false, 0xff),
});

}  // namespace

std::span<const ChecksumModel> checksum_models() { return models; }

std::string label(const ChecksumModel& model) {
    std::string text(model.name);
    if (model.family != sum) return text;
    text += model.word_bytes == 1 ? " of bytes" : model.word_bytes == 2 ? " of half-words" : " of words";
    if (model.form == complement) text += ", complemented";
    if (model.form == negated) text += ", negated";
    return text;
}

std::uint32_t checksum(const ChecksumModel& model, ByteView bytes) {
    assert(bytes.size() % model.word_bytes == 0);
    const std::unique_ptr<Prefixes> ends =
        make_prefixes(model, bytes, std::max<std::size_t>(bytes.size(), model.word_bytes));
    return ends->value(0, ends->count() - 1);
}

}  // namespace jig::inspect
