// SPDX-License-Identifier: Apache-2.0
#include "wire/an3155/command.hpp"

#include <cassert>

namespace jig::wire::an3155 {
namespace {

Bytes with_checksum(Bytes bytes) {
    std::uint8_t check = 0;
    for (const std::uint8_t byte : bytes) check ^= byte;
    bytes.push_back(check);
    return bytes;
}

Bytes counted(ByteView bytes) {
    assert(!bytes.empty() && bytes.size() <= block_limit);
    Bytes all = {static_cast<std::uint8_t>(bytes.size() - 1)};
    all.insert(all.end(), bytes.begin(), bytes.end());
    return with_checksum(std::move(all));
}

void push_be16(Bytes& bytes, std::size_t value) {
    bytes.push_back(static_cast<std::uint8_t>(value >> 8));
    bytes.push_back(static_cast<std::uint8_t>(value));
}

bool changes_something(std::uint8_t code) {
    switch (static_cast<Command>(code)) {
        case Command::go:
        case Command::write_memory:
        case Command::erase:
        case Command::extended_erase:
        case Command::write_protect:
        case Command::write_unprotect:
        case Command::readout_protect:
        case Command::readout_unprotect: return true;
        case Command::get:
        case Command::get_version:
        case Command::get_id:
        case Command::read_memory: return false;
    }
    return false;
}

}  // namespace

Bytes command(Command command) {
    const auto code = static_cast<std::uint8_t>(command);
    return {code, static_cast<std::uint8_t>(~code)};
}

Bytes address(std::uint32_t address) {
    Bytes bytes;
    push_be16(bytes, address >> 16);
    push_be16(bytes, address & 0xFFFF);
    return with_checksum(std::move(bytes));
}

Bytes read_length(std::size_t count) {
    assert(count >= 1 && count <= block_limit);
    const auto n = static_cast<std::uint8_t>(count - 1);
    return {n, static_cast<std::uint8_t>(~n)};
}

Bytes block(ByteView data) { return counted(data); }

Bytes pages(ByteView numbers) {
    assert(numbers.size() <= erase_limit);
    return counted(numbers);
}

Bytes all_pages() { return {0xFF, 0x00}; }

Bytes extended_pages(std::span<const std::uint16_t> numbers) {
    assert(!numbers.empty() && numbers.size() <= erase_limit);
    Bytes bytes;
    push_be16(bytes, numbers.size() - 1);
    for (const std::uint16_t number : numbers) push_be16(bytes, number);
    return with_checksum(std::move(bytes));
}

Bytes extended_all_pages() { return {0xFF, 0xFF, 0x00}; }

bool harmless_as_commands(ByteView bytes) {
    for (std::size_t at = 0; at < bytes.size(); ++at) {
        const bool has_complement = at + 1 == bytes.size() || (bytes[at] ^ bytes[at + 1]) == 0xFF;
        if (has_complement && changes_something(bytes[at])) return false;
    }
    return true;
}

}  // namespace jig::wire::an3155
