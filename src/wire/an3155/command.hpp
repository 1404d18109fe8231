// SPDX-License-Identifier: Apache-2.0
// What a host sends to ST's USART bootloader: commands with their complement, and the fields that follow them, each
// with its checksum. AN3155 rev 20, section 3. The bootloader answers each of them with ACK or NACK.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "base/bytes.hpp"

namespace jig::wire::an3155 {

// AN3155 1: the first byte after a reset, whose seven high bits the bootloader measures.
inline constexpr std::uint8_t sync = 0x7F;

// AN3155 table 2.
enum class Command : std::uint8_t {
    get = 0x00,
    get_version = 0x01,
    get_id = 0x02,
    read_memory = 0x11,
    go = 0x21,
    write_memory = 0x31,
    erase = 0x43,           // page numbers of one byte; up to version 2.x
    extended_erase = 0x44,  // page numbers of two bytes; from version 3.0 on, instead of the former
    write_protect = 0x63,
    write_unprotect = 0x73,
    readout_protect = 0x82,
    readout_unprotect = 0x92,
};

// 3.4 and 3.6: a block has 1 to 256 bytes; 3.7: so has a list of pages, less the code for all.
inline constexpr std::size_t block_limit = 256;
inline constexpr std::size_t erase_limit = 255;

[[nodiscard]] Bytes command(Command command);
// The address of Read Memory, Write Memory and Go.
[[nodiscard]] Bytes address(std::uint32_t address);
// How many bytes Read Memory shall answer: 1 to block_limit.
[[nodiscard]] Bytes read_length(std::size_t count);
// The bytes of Write Memory: 1 to block_limit, whole words.
[[nodiscard]] Bytes block(ByteView data);
// The pages of Erase Memory: 1 to erase_limit. Write Protect takes the sectors in the same form.
[[nodiscard]] Bytes pages(ByteView numbers);
[[nodiscard]] Bytes all_pages();
// The same for Extended Erase Memory.
[[nodiscard]] Bytes extended_pages(std::span<const std::uint16_t> numbers);
[[nodiscard]] Bytes extended_all_pages();

// Whether `bytes` may be sent behind a command without waiting for its answer. If the bootloader refuses that command,
// or has missed a byte of it, it takes what follows for commands: none that changes anything may stand there.
[[nodiscard]] bool harmless_as_commands(ByteView bytes);

}  // namespace jig::wire::an3155
