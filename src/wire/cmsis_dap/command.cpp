// SPDX-License-Identifier: Apache-2.0
#include "wire/cmsis_dap/command.hpp"

#include <algorithm>
#include <cassert>

namespace jig::wire::cmsis_dap {
namespace {

constexpr std::uint8_t dap_index = 0;  // of a JTAG chain; SWD ignores it
constexpr std::uint8_t port_swd = 1;
constexpr std::size_t word = 4;
constexpr std::size_t most_transfers = 0xFF;

// Command, count, acknowledgement.
constexpr std::size_t transfer_answer_head = 3;
// Command, index, count of two bytes, register.
constexpr std::size_t block_request_head = 5;
// Command, count of two bytes, acknowledgement.
constexpr std::size_t block_answer_head = 4;

Bytes request(Command command, std::size_t size) {
    Bytes bytes(size);
    bytes[0] = static_cast<std::uint8_t>(command);
    return bytes;
}

// "Transfer Request" of DAP_Transfer.
std::uint8_t request_byte(const Register& access) {
    assert(access.address % word == 0 && access.address < 0x10);
    return static_cast<std::uint8_t>((access.ap ? 1 : 0) | (access.read ? 2 : 0) | access.address);
}

Bytes block(const Register& access, std::size_t words, std::size_t data_bytes) {
    assert(words <= 0xFFFF);
    Bytes bytes = request(Command::transfer_block, block_request_head + data_bytes);
    bytes[1] = dap_index;
    store_le16(MutableByteView(bytes).subspan(2), static_cast<std::uint16_t>(words));
    bytes[4] = request_byte(access);
    return bytes;
}

}  // namespace

Bytes info(InfoId id) {
    Bytes bytes = request(Command::info, 2);
    bytes[1] = static_cast<std::uint8_t>(id);
    return bytes;
}

Bytes connect_swd() {
    Bytes bytes = request(Command::connect, 2);
    bytes[1] = port_swd;
    return bytes;
}

Bytes disconnect() { return request(Command::disconnect, 1); }

Bytes transfer_configure(std::uint8_t idle_cycles, std::uint16_t wait_retries) {
    Bytes bytes = request(Command::transfer_configure, 6);  // the last two: retries of a value match, unused
    bytes[1] = idle_cycles;
    store_le16(MutableByteView(bytes).subspan(2), wait_retries);
    return bytes;
}

Bytes swd_configure() { return request(Command::swd_configure, 2); }

Bytes swj_clock(std::uint32_t hertz) {
    Bytes bytes = request(Command::swj_clock, 5);
    store_le32(MutableByteView(bytes).subspan(1), hertz);
    return bytes;
}

Bytes swj_sequence(std::size_t bits, ByteView levels) {
    assert(bits >= 1 && bits <= 256 && levels.size() == (bits + 7) / 8);
    Bytes bytes = request(Command::swj_sequence, 2 + levels.size());
    bytes[1] = static_cast<std::uint8_t>(bits);  // 256 is written as 0
    std::ranges::copy(levels, bytes.begin() + 2);
    return bytes;
}

Bytes write_abort(std::uint32_t value) {
    Bytes bytes = request(Command::write_abort, 6);
    bytes[1] = dap_index;
    store_le32(MutableByteView(bytes).subspan(2), value);
    return bytes;
}

Bytes swj_pins(std::uint8_t levels, std::uint8_t select) {
    Bytes bytes = request(Command::swj_pins, 7);  // the last four: microseconds to wait for the pins, none
    bytes[1] = levels;
    bytes[2] = select;
    return bytes;
}

TransferRequest::TransferRequest(std::size_t packet_bytes)
    : packet_bytes_(packet_bytes), answer_bytes_(transfer_answer_head), bytes_(request(Command::transfer, 3)) {
    bytes_[1] = dap_index;
}

bool TransferRequest::has_room_for(const Register& access) const {
    const std::size_t request_bytes = 1 + (access.read ? 0 : word);
    const std::size_t answered = access.read ? word : 0;
    return count() < most_transfers && bytes_.size() + request_bytes <= packet_bytes_ &&
           answer_bytes_ + answered <= packet_bytes_;
}

void TransferRequest::add(const Register& access, std::uint32_t value) {
    assert(has_room_for(access));
    ++bytes_[count_at];
    bytes_.push_back(request_byte(access));
    if (access.read) {
        answer_bytes_ += word;
        return;
    }
    bytes_.resize(bytes_.size() + word);
    store_le32(MutableByteView(bytes_).last(word), value);
}

Bytes read_block(const Register& access, std::uint16_t words) {
    assert(access.read);
    return block(access, words, 0);
}

Bytes write_block(const Register& access, ByteView words) {
    assert(!access.read && words.size() % word == 0);
    Bytes bytes = block(access, words.size() / word, words.size());
    std::ranges::copy(words, bytes.begin() + block_request_head);
    return bytes;
}

std::size_t read_block_words(std::size_t packet_bytes) { return (packet_bytes - block_answer_head) / word; }
std::size_t write_block_words(std::size_t packet_bytes) { return (packet_bytes - block_request_head) / word; }

}  // namespace jig::wire::cmsis_dap
