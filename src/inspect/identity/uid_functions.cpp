// SPDX-License-Identifier: Apache-2.0
#include "inspect/identity/uid_functions.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "image/sha256.hpp"
#include "inspect/checksum/model.hpp"
#include "inspect/identity/digest.hpp"

namespace jig::inspect {
namespace {

using image::Uid;
using enum UidFunctionKind;
using Words = std::array<std::uint32_t, 3>;

constexpr std::uint8_t least_digest_bytes = 4;
constexpr std::array<std::size_t, 3> message_lengths = {12, 8, 4};  // whole words, as STM32-CRC takes them

// The CRCs that firmware uses on a unique ID; each more is a chance to find one that is not there.
constexpr std::array<std::string_view, 13> crc_names = {
    "CRC-32/ISO-HDLC", "CRC-32/JAMCRC", "CRC-32/MPEG-2",  "CRC-32/BZIP2", "CRC-32/CKSUM",
    "CRC-32/ISCSI",    "STM32-CRC",     "CRC-16/MODBUS",  "CRC-16/ARC",   "CRC-16/IBM-3740",
    "CRC-16/XMODEM",   "CRC-16/KERMIT", "CRC-16/IBM-SDLC"};

// The orders in which firmware takes the twelve bytes: for each place, the byte of the UID that stands there.
struct ByteOrder {
    std::string_view name;
    std::array<std::uint8_t, 12> from;
};
constexpr std::array orders = {
    ByteOrder{"the UID", {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}},
    ByteOrder{"the UID backwards", {11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0}},
    ByteOrder{"the UID in big-endian words", {3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8}},
    ByteOrder{"the UID with its words in reverse order", {8, 9, 10, 11, 4, 5, 6, 7, 0, 1, 2, 3}},
    ByteOrder{"the UID in big-endian half-words", {1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10}},
};

// Collects the values of one UID, one byte order after the other.
class Catalogue {
 public:
    explicit Catalogue(const Uid& uid) : uid_(uid) {}

    std::vector<UidValue> collect() {
        for (const ByteOrder& order : orders) add_order(order);
        return std::move(values_);
    }

 private:
    void add_order(const ByteOrder& order) {
        Uid bytes{};
        for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = uid_[order.from[i]];
        const std::string of(order.name);
        add_copies(of, bytes);
        add_word_functions(
            of, {load_le32(bytes), load_le32(ByteView(bytes).subspan(4)), load_le32(ByteView(bytes).subspan(8))});
        for (const std::size_t length : message_lengths) {
            const std::string message =
                length == bytes.size() ? of : fmt::format("the first {} bytes of {}", length, of);
            add_checks(message, ByteView(bytes).first(length));
        }
    }

    void add_bytes(std::string name, UidFunctionKind kind, ByteView bytes, std::size_t least) {
        UidValue value{std::move(name), kind, static_cast<std::uint8_t>(bytes.size()),
                       static_cast<std::uint8_t>(least)};
        std::ranges::copy(bytes, value.bytes.begin());
        values_.push_back(std::move(value));
    }

    // A number as firmware stores it, in either endianness.
    void add_number(const std::string& name, UidFunctionKind kind, std::uint64_t number, std::size_t size) {
        std::array<std::uint8_t, 8> bytes{};
        for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<std::uint8_t>(number >> 8 * i);
        add_bytes(name, kind, ByteView(bytes).first(size), size);
        std::reverse(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(size));
        add_bytes(name + ", big-endian", kind, ByteView(bytes).first(size), size);
        values_.back().big_endian = true;
    }
    void add_word(const std::string& name, std::uint32_t number, UidFunctionKind kind = linear) {
        add_number(name, kind, number, 4);
    }

    void add_copies(const std::string& of, const Uid& bytes) {
        Uid complement{};
        std::ranges::transform(bytes, complement.begin(),
                               [](std::uint8_t byte) { return static_cast<std::uint8_t>(~byte); });
        for (const std::size_t length : {std::size_t{12}, std::size_t{8}}) {
            const std::string what = length == 12 ? of : fmt::format("the first 8 bytes of {}", of);
            add_bytes(what, copy, ByteView(bytes).first(length), length);
            add_bytes("the complement of " + what, copy, ByteView(complement).first(length), length);
        }
        add_bytes("the last 8 bytes of " + of, copy, ByteView(bytes).last(8), 8);
        for (std::size_t word = 0; word < 3; ++word) {
            const std::string what = fmt::format("word {} of {}", word, of);
            add_bytes(what, copy, ByteView(bytes).subspan(4 * word, 4), 4);
            add_bytes("the complement of " + what, copy, ByteView(complement).subspan(4 * word, 4), 4);
        }
        const std::string hex = to_hex(bytes);
        std::string upper = hex;
        std::ranges::transform(upper, upper.begin(), [](char c) { return c >= 'a' ? static_cast<char>(c - 32) : c; });
        add_bytes(of + " as hex text", copy, Bytes(hex.begin(), hex.end()), 8);
        add_bytes(of + " as upper-case hex text", copy, Bytes(upper.begin(), upper.end()), 8);
    }

    // Sums, xors and shift-sums as public how-tos have them.
    void add_word_functions(const std::string& of, const Words& w) {
        const auto name = [&](std::string_view what) { return fmt::format("{} of {}", what, of); };
        const std::uint32_t sum = w[0] + w[1] + w[2];
        const std::uint32_t difference = w[0] ^ w[1] ^ w[2];
        add_word(name("the sum of the words"), sum);
        add_word(name("the complement of the sum of the words"), ~sum);
        add_word(name("the negated sum of the words"), 0 - sum);
        add_word(name("the xor of the words"), difference);
        add_word(name("the complement of the xor of the words"), ~difference);
        for (const auto& [i, k] : {std::pair{0u, 1u}, std::pair{0u, 2u}, std::pair{1u, 2u}}) {
            add_word(name(fmt::format("the sum of words {} and {}", i, k)), w[i] + w[k]);
            add_word(name(fmt::format("the xor of words {} and {}", i, k)), w[i] ^ w[k]);
        }
        add_word(name("(w0>>1)+(w1>>2)+(w2>>3)"), (w[0] >> 1) + (w[1] >> 2) + (w[2] >> 3));
        add_word(name("(w0>>1)^(w1>>2)^(w2>>3)"), (w[0] >> 1) ^ (w[1] >> 2) ^ (w[2] >> 3));
        add_word(name("(w0>>3)+(w1>>2)+(w2>>1)"), (w[0] >> 3) + (w[1] >> 2) + (w[2] >> 1));
        add_word(name("(w0<<1)+(w1<<2)+(w2<<3)"), (w[0] << 1) + (w[1] << 2) + (w[2] << 3));
    }

    void add_checks(const std::string& of, ByteView message) {
        std::uint32_t byte_sum = 0;
        for (const std::uint8_t byte : message) byte_sum += byte;
        add_number("the byte sum of " + of, linear, byte_sum, 2);
        for (const ChecksumModel& model : checksum_models()) {
            if (std::ranges::find(crc_names, model.name) == crc_names.end()) continue;
            add_number(fmt::format("{} of {}", model.name, of), mixed, checksum(model, message), model.value_bytes());
        }
        add_digest("MD5", of, md5(message));
        add_digest("SHA-1", of, sha1(message));
        add_digest("SHA-256", of, image::sha256(message));
        add_string_hashes(of, message);
    }

    // As computed, and with the bytes of each word turned round, as little-endian cores store big-endian words.
    void add_digest(std::string_view algorithm, const std::string& of, ByteView digest) {
        Bytes turned(digest.begin(), digest.end());
        for (std::size_t i = 0; i + 4 <= turned.size(); i += 4) {
            std::reverse(turned.begin() + static_cast<std::ptrdiff_t>(i),
                         turned.begin() + static_cast<std::ptrdiff_t>(i + 4));
        }
        add_bytes(fmt::format("{} of {}", algorithm, of), mixed, digest, least_digest_bytes);
        add_bytes(fmt::format("{} of {}, each word turned round", algorithm, of), mixed, turned, least_digest_bytes);
        add_bytes(fmt::format("the last 4 bytes of {} of {}", algorithm, of), mixed, digest.last(4), 4);
    }

    // FNV (draft-eastlake-fnv), djb2 and sdbm (Ozan Yigit's collection).
    void add_string_hashes(const std::string& of, ByteView message) {
        std::uint32_t fnv1 = 0x811C9DC5;
        std::uint32_t fnv1a = 0x811C9DC5;
        std::uint32_t djb2 = 5381;
        std::uint32_t djb2_xor = 5381;
        std::uint32_t sdbm = 0;
        for (const std::uint8_t byte : message) {
            fnv1 = fnv1 * 0x01000193 ^ byte;
            fnv1a = (fnv1a ^ byte) * 0x01000193;
            djb2 = djb2 * 33 + byte;
            djb2_xor = djb2_xor * 33 ^ byte;
            sdbm = byte + (sdbm << 6) + (sdbm << 16) - sdbm;
        }
        add_word("FNV-1 of " + of, fnv1, mixed);
        add_word("FNV-1a of " + of, fnv1a, mixed);
        add_word("djb2 of " + of, djb2, mixed);
        add_word("djb2 (xor) of " + of, djb2_xor, mixed);
        add_word("sdbm of " + of, sdbm, mixed);
    }

    const Uid& uid_;
    std::vector<UidValue> values_;
};

}  // namespace

std::vector<UidValue> uid_values(const Uid& uid) {
    if (is_blank(uid)) return {};
    return Catalogue(uid).collect();
}

bool is_blank(const Uid& uid) {
    return std::ranges::all_of(uid, [](std::uint8_t byte) { return byte == 0x00; }) ||
           std::ranges::all_of(uid, [](std::uint8_t byte) { return byte == image::erased_byte; });
}

}  // namespace jig::inspect
