// SPDX-License-Identifier: Apache-2.0
#include "dap/probe_memory.hpp"

#include <algorithm>
#include <array>
#include <cassert>

namespace jig::dap {
namespace {

// A range as bytes up to the first word boundary, whole words, and the bytes behind them.
struct Split {
    std::size_t head;
    std::size_t words;  // in bytes
};

Split split(std::uint32_t address, std::size_t length) {
    const std::size_t head = std::min<std::size_t>((4 - address % 4) % 4, length);
    return {head, (length - head) / 4 * 4};
}

std::uint32_t offset(std::uint32_t address, std::size_t bytes) { return address + static_cast<std::uint32_t>(bytes); }

}  // namespace

Result<void> ProbeMemory::read(std::uint32_t address, MutableByteView out) {
    const auto [head, words] = split(address, out.size());
    const MutableByteView tail = out.subspan(head + words);
    if (head != 0) TRY(access_.read_bytes(address, out.first(head)));
    if (words != 0) TRY(access_.read_words(offset(address, head), out.subspan(head, words)));
    if (!tail.empty()) TRY(access_.read_bytes(offset(address, head + words), tail));
    return {};
}

Result<void> ProbeMemory::write(std::uint32_t address, ByteView data) {
    const auto [head, words] = split(address, data.size());
    const ByteView tail = data.subspan(head + words);
    if (head != 0) TRY(access_.write_bytes(address, data.first(head)));
    if (words != 0) TRY(access_.write_words(offset(address, head), data.subspan(head, words)));
    if (!tail.empty()) TRY(access_.write_bytes(offset(address, head + words), tail));
    return {};
}

Result<std::uint32_t> ProbeMemory::read_word(std::uint32_t address) {
    assert(address % 4 == 0);
    return access_.read_debug_register(address);
}

Result<void> ProbeMemory::write_word(std::uint32_t address, std::uint32_t value) {
    assert(address % 4 == 0);
    return access_.write_debug_register(address, value);
}

Result<std::uint16_t> ProbeMemory::read_half(std::uint32_t address) {
    assert(address % 2 == 0);
    std::array<std::uint8_t, 2> bytes{};
    TRY(access_.read_halves(address, bytes));
    return load_le16(bytes);
}

Result<void> ProbeMemory::write_half(std::uint32_t address, std::uint16_t value) {
    assert(address % 2 == 0);
    std::array<std::uint8_t, 2> bytes{};
    store_le16(bytes, value);
    return access_.write_halves(address, bytes);
}

}  // namespace jig::dap
