// SPDX-License-Identifier: Apache-2.0
// What our stub can be asked for and what it answers (docs/formats/ram-stub.md; firmware/stub/commands.c is the other
// side). A request here is what follows the sequence number.
#pragma once

#include <cstdint>

#include "base/bytes.hpp"
#include "base/range.hpp"
#include "base/result.hpp"

namespace jig::wire::ram_stub {

inline constexpr std::uint8_t version = 1;
inline constexpr std::size_t read_limit = 768;    // bytes that one answer carries
inline constexpr std::size_t block_limit = 1024;  // bytes of flash that one request programs
// Bytes of frames that may be on their way to the stub, whose receive buffer holds 4096.
inline constexpr std::size_t receive_window = 4000;
// The stub's clock: HSI / 2 * 16 (RM0008 7.2.3). USART_BRR is this over the rate.
inline constexpr std::uint32_t clock_hz = 64'000'000;

[[nodiscard]] Bytes hello();
[[nodiscard]] Bytes set_rate(std::uint32_t brr);
[[nodiscard]] Bytes read(std::uint32_t address, std::size_t length);
[[nodiscard]] Bytes checksum(const AddressRange& range);
[[nodiscard]] Bytes erase_page(std::uint32_t address);
[[nodiscard]] Bytes erase_all();
// `length` bytes of flash at `address`, as they are or packed as one LZ4 block.
[[nodiscard]] Bytes write(std::uint32_t address, std::size_t length, bool packed, ByteView bytes);
[[nodiscard]] Bytes finish();
// One access of 1, 2 or 4 bytes.
[[nodiscard]] Bytes poke(std::uint32_t address, std::uint8_t width, std::uint32_t value);
[[nodiscard]] Bytes write_options(ByteView raw);
[[nodiscard]] Bytes reset();
[[nodiscard]] Bytes start(std::uint32_t address);

enum class Status : std::uint8_t { ok, resend, bad_request, flash, bus, bad_block };

// One answer. `sequence` is the request's; with Status::resend it is the number that the stub waits for.
struct Answer {
    std::uint8_t sequence = 0;
    Status status = Status::ok;
    Bytes content{};
};
// Errors: link (too short, or a status that there is not).
[[nodiscard]] Result<Answer> parse_answer(ByteView frame);

// What became of a request that did more than look. Errors: protection (flash: write protection), fault
// (bus error), refused.
[[nodiscard]] Result<void> outcome_of(const Answer& answer);

struct Greeting {
    std::uint8_t version = 0;
    std::uint32_t brr = 0;
    std::uint32_t window_bytes = 0;  // how far back a packed block may reach, itself included
};
// Errors: link.
[[nodiscard]] Result<Greeting> parse_greeting(ByteView content);

}  // namespace jig::wire::ram_stub
