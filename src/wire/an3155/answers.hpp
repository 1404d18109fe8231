// SPDX-License-Identifier: Apache-2.0
// What ST's USART bootloader answers, AN3155 rev 20, section 3. Lengths are checked here; how long to wait for the
// bytes is the caller's matter.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "wire/an3155/command.hpp"

namespace jig::wire::an3155 {

inline constexpr std::uint8_t ACK = 0x79;
inline constexpr std::uint8_t NACK = 0x1F;
inline constexpr std::uint8_t BUSY = 0x76;  // newer products: still at it, wait on

// What Get tells: which bootloader this is and what it can do.
struct Abilities {
    std::uint8_t version = 0;  // 0x22: version 2.2
    std::vector<std::uint8_t> commands{};

    [[nodiscard]] bool has(Command command) const;
};

// Get and Get ID answer ACK, the number of bytes that follow less one, those bytes, ACK. These are all bytes behind
// the first ACK. Errors: link (they are not such an answer).
[[nodiscard]] Result<Abilities> parse_get(ByteView answer);
[[nodiscard]] Result<std::uint16_t> parse_get_id(ByteView answer);
// How many bytes of such an answer follow the byte that counts them, the last ACK among them.
[[nodiscard]] constexpr std::size_t bytes_behind_count(std::uint8_t count) { return std::size_t{count} + 2; }

// "2.2"
[[nodiscard]] std::string version_text(std::uint8_t version);

}  // namespace jig::wire::an3155
