// SPDX-License-Identifier: Apache-2.0
#include "wire/ram_stub/frame.hpp"

#include <algorithm>
#include <array>

namespace jig::wire::ram_stub {
namespace {

constexpr std::size_t check_bytes = 4;
constexpr std::uint8_t longest_run = 0xFF;  // 254 bytes, and no 0 behind them

constexpr std::array<std::uint32_t, 256> table = [] {
    std::array<std::uint32_t, 256> rows{};
    for (std::uint32_t row = 0; row < rows.size(); ++row) {
        std::uint32_t crc = row;
        for (int bit = 0; bit < 8; ++bit) crc = crc >> 1 ^ ((crc & 1) != 0 ? 0xEDB88320 : 0);
        rows[row] = crc;
    }
    return rows;
}();

// Nothing when a run ends outside.
std::optional<Bytes> without_cobs(ByteView coded) {
    Bytes bytes;
    while (!coded.empty()) {
        const std::uint8_t code = coded[0];
        if (code > coded.size()) return {};
        bytes.insert(bytes.end(), coded.begin() + 1, coded.begin() + code);
        coded = coded.subspan(code);
        if (code != longest_run && !coded.empty()) bytes.push_back(0);
    }
    return bytes;
}

std::optional<Bytes> checked(ByteView coded) {
    std::optional<Bytes> bytes = without_cobs(coded);
    if (!bytes || bytes->size() < check_bytes) return {};
    const std::size_t length = bytes->size() - check_bytes;
    if (load_le32(ByteView(*bytes).subspan(length)) != crc32(ByteView(*bytes).first(length))) return {};
    bytes->resize(length);
    return bytes;
}

}  // namespace

std::uint32_t crc32(ByteView bytes) {
    std::uint32_t crc = 0xFFFFFFFF;
    for (const std::uint8_t byte : bytes) crc = crc >> 8 ^ table[(crc ^ byte) & 0xFF];
    return ~crc;
}

Bytes frame(ByteView content) {
    Bytes plain(content.begin(), content.end());
    plain.resize(content.size() + check_bytes);
    store_le32(MutableByteView(plain).subspan(content.size()), crc32(content));
    Bytes coded = {0};
    std::size_t code = 0;
    const auto end_run = [&] {
        coded[code] = static_cast<std::uint8_t>(coded.size() - code);
        code = coded.size();
        coded.push_back(0);
    };
    for (const std::uint8_t byte : plain) {
        if (byte != 0) coded.push_back(byte);
        if (byte == 0 || coded.size() - code == longest_run) end_run();
    }
    end_run();
    return coded;
}

void Deframer::feed(ByteView bytes) { waiting_.insert(waiting_.end(), bytes.begin(), bytes.end()); }

void Deframer::clear() {
    waiting_.clear();
    taken_ = 0;
}

std::optional<Bytes> Deframer::next() {
    while (true) {
        const auto begin = waiting_.begin() + static_cast<std::ptrdiff_t>(taken_);
        const auto end = std::find(begin, waiting_.end(), 0);
        if (end == waiting_.end()) {
            waiting_.erase(waiting_.begin(), begin);
            taken_ = 0;
            return {};
        }
        taken_ = static_cast<std::size_t>(end - waiting_.begin()) + 1;
        if (begin == end) continue;
        if (std::optional<Bytes> content = checked(ByteView(begin, end))) return content;
        ++damaged_;
    }
}

}  // namespace jig::wire::ram_stub
