// SPDX-License-Identifier: Apache-2.0
#include "inspect/checksum/model.hpp"

#include <gmock/gmock.h>

#include <map>
#include <set>

#include "inspect/checksum/testing/firmware_like.hpp"
#include "inspect/checksum/testing/naive_checksum.hpp"

namespace jig::inspect {
namespace {

Bytes bytes_of(std::string_view text) { return {text.begin(), text.end()}; }

const ChecksumModel& model_labelled(std::string_view text) {
    for (const ChecksumModel& model : checksum_models()) {
        if (label(model) == text) return model;
    }
    ADD_FAILURE() << "no model is labelled " << text;
    return checksum_models().front();
}

// The "check" column of the CRC RevEng catalogue: the CRC of "123456789". Sums of those nine bytes: 0x1dd, xor 0x31.
// Models of half-words and words take "12345678"; Adler's check is RFC 1950's algorithm, by zlib.
const std::map<std::string, std::uint32_t> checks = {
    {"STM32-CRC", 0xfefc54f9},
    {"CRC-32/ISO-HDLC", 0xcbf43926},
    {"CRC-32/MPEG-2", 0x0376e6e7},
    {"CRC-32/BZIP2", 0xfc891918},
    {"CRC-32/JAMCRC", 0x340bc6d9},
    {"CRC-32/CKSUM", 0x765e7680},
    {"CRC-32/ISCSI", 0xe3069283},
    {"CRC-32/AUTOSAR", 0x1697d06a},
    {"CRC-32/XFER", 0xbd0be338},
    {"CRC-32/BASE91-D", 0x87315576},
    {"CRC-32/AIXM", 0x3010bf7f},
    {"CRC-32/CD-ROM-EDC", 0x6ec2edc4},
    {"CRC-32/MEF", 0xd2c22f51},
    {"SUM-32 of words", 0x34333231 + 0x38373635},
    {"SUM-32 of words, complemented", ~(0x34333231U + 0x38373635U)},
    {"SUM-32 of words, negated", 0U - (0x34333231U + 0x38373635U)},
    {"SUM-32 of bytes", 0x1dd},
    {"SUM-32 of bytes, complemented", 0xfffffe22},
    {"SUM-32 of bytes, negated", 0xfffffe23},
    {"SUM-32 of half-words", 0x3231 + 0x3433 + 0x3635 + 0x3837},
    {"SUM-32 of half-words, complemented", ~(0x3231U + 0x3433U + 0x3635U + 0x3837U)},
    {"SUM-32 of half-words, negated", 0U - (0x3231U + 0x3433U + 0x3635U + 0x3837U)},
    {"XOR-32", 0x34333231 ^ 0x38373635},
    {"ADLER-32", 0x091e01de},
    {"FLETCHER-32", 0x0a00d4d0},
    {"CRC-16/IBM-3740", 0x29b1},
    {"CRC-16/XMODEM", 0x31c3},
    {"CRC-16/MODBUS", 0x4b37},
    {"CRC-16/ARC", 0xbb3d},
    {"CRC-16/KERMIT", 0x2189},
    {"CRC-16/IBM-SDLC", 0x906e},
    {"CRC-16/USB", 0xb4c8},
    {"CRC-16/GENIBUS", 0xd64e},
    {"CRC-16/SPI-FUJITSU", 0xe5cc},
    {"CRC-16/MCRF4XX", 0x6f91},
    {"CRC-16/UMTS", 0xfee8},
    {"CRC-16/CMS", 0xaee7},
    {"CRC-16/MAXIM-DOW", 0x44c2},
    {"CRC-16/DNP", 0xea82},
    {"CRC-16/T10-DIF", 0xd0db},
    {"SUM-16 of bytes", 0x01dd},
    {"SUM-16 of bytes, complemented", 0xfe22},
    {"SUM-16 of bytes, negated", 0xfe23},
    {"SUM-16 of half-words", 0xd4d0},
    {"SUM-16 of half-words, complemented", 0x2b2f},
    {"SUM-16 of half-words, negated", 0x2b30},
    {"XOR-16", 0x3231 ^ 0x3433 ^ 0x3635 ^ 0x3837},
    {"FLETCHER-16", 0x1ede},
    {"SUM-8 of bytes", 0xdd},
    {"SUM-8 of bytes, complemented", 0x22},
    {"SUM-8 of bytes, negated", 0x23},
    {"XOR-8", 0x31},
    {"CRC-8/SMBUS", 0xf4},
    {"CRC-8/MAXIM-DOW", 0xa1},
    {"CRC-8/SAE-J1850", 0x4b},
};

TEST(ChecksumModels, each_row_has_its_published_check_value) {
    std::set<std::string> labels;
    for (const ChecksumModel& model : checksum_models()) {
        const std::string name = label(model);
        EXPECT_TRUE(labels.insert(name).second) << name << " stands twice";
        ASSERT_TRUE(checks.contains(name)) << name;
        const Bytes text = bytes_of(model.word_bytes == 1 ? "123456789" : "12345678");
        EXPECT_EQ(checksum(model, text), checks.at(name)) << name << std::hex << checksum(model, text);
        EXPECT_EQ(testing::naive_checksum(model, text), checks.at(name)) << name;
    }
    EXPECT_EQ(labels.size(), checks.size());
}

TEST(ChecksumModels, the_crc_unit_takes_words_most_significant_bit_first) {
    Bytes word(4);
    store_le32(word, 0x12345678);
    EXPECT_EQ(checksum(model_labelled("STM32-CRC"), word), 0xdf8a8a2b);
}

TEST(ChecksumModels, fletcher_and_adler_have_the_values_of_their_text_books) {
    EXPECT_EQ(checksum(model_labelled("FLETCHER-16"), bytes_of("abcde")), 0xc8f0U);
    EXPECT_EQ(checksum(model_labelled("FLETCHER-16"), bytes_of("abcdef")), 0x2057U);
    EXPECT_EQ(checksum(model_labelled("FLETCHER-16"), bytes_of("abcdefgh")), 0x0627U);
    EXPECT_EQ(checksum(model_labelled("FLETCHER-32"), bytes_of("abcdef")), 0x56502d2aU);
    EXPECT_EQ(checksum(model_labelled("FLETCHER-32"), bytes_of("abcdefgh")), 0xebe19591U);
    EXPECT_EQ(checksum(model_labelled("ADLER-32"), bytes_of("Wikipedia")), 0x11e60398U);
}

TEST(ChecksumModels, agree_with_the_naive_ones_on_long_ranges_and_on_nothing) {
    const Bytes image = testing::random_bytes(100'000, 7);
    for (const ChecksumModel& model : checksum_models()) {
        EXPECT_EQ(checksum(model, image), testing::naive_checksum(model, image)) << label(model);
        EXPECT_EQ(checksum(model, {}), testing::naive_checksum(model, {})) << label(model);
    }
}

}  // namespace
}  // namespace jig::inspect
