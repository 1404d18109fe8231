// SPDX-License-Identifier: Apache-2.0
// What a host asks of a CMSIS-DAP probe: one request is one packet, answered by one packet. Arm, CMSIS-DAP 2.1,
// "CMSIS-DAP Commands".
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/bytes.hpp"

namespace jig::wire::cmsis_dap {

// The first byte of a request, and of its answer.
enum class Command : std::uint8_t {
    info = 0x00,
    connect = 0x02,
    disconnect = 0x03,
    transfer_configure = 0x04,
    transfer = 0x05,
    transfer_block = 0x06,
    write_abort = 0x08,
    swj_pins = 0x10,
    swj_clock = 0x11,
    swj_sequence = 0x12,
    swd_configure = 0x13,
};

enum class InfoId : std::uint8_t {
    serial = 0x03,
    protocol = 0x04,  // "2.1.0"
    firmware = 0x09,  // of the product; since 2.1
    capabilities = 0xF0,
    packet_count = 0xFE,
    packet_size = 0xFF,
};

// Bits of InfoId::capabilities.
inline constexpr std::uint8_t capability_swd = 1U << 0;

// Bits of swj_pins().
inline constexpr std::uint8_t pin_nreset = 1U << 7;

// Answer: a text or a number behind its length; answers.hpp parse_info_*().
[[nodiscard]] Bytes info(InfoId id);
// Answer: the port that was connected, 1 for SWD, 0 when it failed.
[[nodiscard]] Bytes connect_swd();
// Answers of the following: a status, answers.hpp parse_status().
[[nodiscard]] Bytes disconnect();
// How often a transfer that WAITs is tried again before the answer says so.
[[nodiscard]] Bytes transfer_configure(std::uint8_t idle_cycles, std::uint16_t wait_retries);
// Turnaround of one cycle, no data phase on WAIT and FAULT: what SWD has after a line reset.
[[nodiscard]] Bytes swd_configure();
[[nodiscard]] Bytes swj_clock(std::uint32_t hertz);
// `bits` (1 to 256) go out on SWDIO, the lowest bit of the first byte first.
[[nodiscard]] Bytes swj_sequence(std::size_t bits, ByteView levels);
[[nodiscard]] Bytes write_abort(std::uint32_t value);
// Drives the pins of `select` to `levels`. Answer: one byte with the levels as they are then.
[[nodiscard]] Bytes swj_pins(std::uint8_t levels, std::uint8_t select);

// A register of the DP or of the selected AP.
struct Register {
    bool ap = false;
    bool read = false;
    std::uint8_t address = 0;  // 0x0, 0x4, 0x8 or 0xC
};

// A DAP_Transfer that grows: single accesses, reads and writes mixed. Answer: answers.hpp parse_transfer().
class TransferRequest {
 public:
    // Of a packet of `packet_bytes` in either direction.
    explicit TransferRequest(std::size_t packet_bytes);
    [[nodiscard]] bool empty() const { return count() == 0; }
    [[nodiscard]] std::size_t count() const { return bytes_[count_at]; }
    [[nodiscard]] bool has_room_for(const Register& access) const;
    // `word` is what a write writes.
    void add(const Register& access, std::uint32_t word = 0);
    [[nodiscard]] const Bytes& bytes() const { return bytes_; }

 private:
    static constexpr std::size_t count_at = 2;

    std::size_t packet_bytes_;
    std::size_t answer_bytes_;
    Bytes bytes_;
};

// One register many times over, as memory behind an auto-incremented TAR. Answer: parse_transfer_block().
[[nodiscard]] Bytes read_block(const Register& access, std::uint16_t words);
[[nodiscard]] Bytes write_block(const Register& access, ByteView words);
// Words that one block of a packet of `packet_bytes` carries.
[[nodiscard]] std::size_t read_block_words(std::size_t packet_bytes);
[[nodiscard]] std::size_t write_block_words(std::size_t packet_bytes);

}  // namespace jig::wire::cmsis_dap
