// SPDX-License-Identifier: Apache-2.0
#include "wire/cmsis_dap/answers.hpp"

#include <fmt/format.h>

namespace jig::wire::cmsis_dap {
namespace {

constexpr std::size_t word = 4;
constexpr std::uint8_t status_ok = 0x00;
constexpr std::uint8_t unknown_command = 0xFF;

std::unexpected<Error> cut_short(Command command, std::size_t size) {
    return fail(ErrorKind::link, fmt::format("the CMSIS-DAP probe's answer to command 0x{:02x} ends after {} bytes; "
                                             "unplug it and plug it in again",
                                             static_cast<unsigned>(command), size));
}

// The packet behind its first byte, at least `least` bytes.
Result<ByteView> body_of(Command command, ByteView packet, std::size_t least) {
    const auto expected = static_cast<std::uint8_t>(command);
    if (packet.empty()) return cut_short(command, 0);
    if (packet[0] == unknown_command) {
        return fail(ErrorKind::unsupported,
                    fmt::format("the CMSIS-DAP probe does not know command 0x{:02x}; update its firmware", expected));
    }
    if (packet[0] != expected) {
        return fail(ErrorKind::link, fmt::format("the CMSIS-DAP probe answered command 0x{:02x} with 0x{:02x}; unplug "
                                                 "it and plug it in again",
                                                 expected, packet[0]));
    }
    if (packet.size() < 1 + least) return cut_short(command, packet.size());
    return packet.subspan(1);
}

Result<ByteView> parse_info(ByteView packet) {
    TRY_ASSIGN(const ByteView body, body_of(Command::info, packet, 1));
    const std::size_t length = body[0];
    if (body.size() < 1 + length) return cut_short(Command::info, packet.size());
    return body.subspan(1, length);
}

Ack ack_of(std::uint8_t response) {
    switch (response & 7) {
        case 1: return Ack::ok;
        case 2: return Ack::wait;
        case 4: return Ack::fault;
        default: return Ack::none;
    }
}

// The acknowledgement is byte `at` of the packet, and the data lies behind it.
Result<TransferAnswer> answer_of(Command command, ByteView packet, std::size_t at, bool all_done, std::size_t reads) {
    constexpr std::uint8_t protocol_error = 1U << 3;
    TransferAnswer answer{ack_of(packet[at]), (packet[at] & protocol_error) != 0, {}};
    if (answer.ack == Ack::none) answer.protocol_error = true;
    if (!answer.ok()) return answer;
    const ByteView data = packet.subspan(at + 1);
    if (!all_done || data.size() < word * reads) return cut_short(command, packet.size());
    answer.data = data.first(word * reads);
    return answer;
}

}  // namespace

Result<std::string> parse_info_text(ByteView packet) {
    TRY_ASSIGN(const ByteView text, parse_info(packet));
    std::string found(text.begin(), text.end());
    if (const std::size_t zero = found.find('\0'); zero != std::string::npos) found.resize(zero);
    return found;
}

Result<std::uint32_t> parse_info_number(ByteView packet) {
    TRY_ASSIGN(const ByteView bytes, parse_info(packet));
    if (bytes.size() > word) {
        return fail(ErrorKind::link, fmt::format("the CMSIS-DAP probe answered a question for a number with {} bytes; "
                                                 "unplug it and plug it in again",
                                                 bytes.size()));
    }
    std::uint32_t number = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i) number |= std::uint32_t{bytes[i]} << 8 * i;
    return number;
}

Result<void> parse_status(Command command, ByteView packet) {
    TRY_ASSIGN(const ByteView body, body_of(command, packet, 1));
    if (body[0] == status_ok) return {};
    return fail(ErrorKind::refused, fmt::format("the CMSIS-DAP probe refused command 0x{:02x} with status 0x{:02x}",
                                                static_cast<unsigned>(command), body[0]));
}

Result<void> parse_connect(ByteView packet) {
    TRY_ASSIGN(const ByteView body, body_of(Command::connect, packet, 1));
    if (body[0] == 1) return {};
    return fail(ErrorKind::unsupported, "this CMSIS-DAP probe has no SWD");
}

Result<std::uint8_t> parse_pins(ByteView packet) {
    TRY_ASSIGN(const ByteView body, body_of(Command::swj_pins, packet, 1));
    return body[0];
}

Result<TransferAnswer> parse_transfer(ByteView packet, std::size_t accesses, std::size_t reads) {
    TRY_ASSIGN(const ByteView body, body_of(Command::transfer, packet, 2));
    return answer_of(Command::transfer, packet, 2, body[0] == accesses, reads);
}

Result<TransferAnswer> parse_transfer_block(ByteView packet, std::size_t words, std::size_t read_words) {
    TRY_ASSIGN(const ByteView body, body_of(Command::transfer_block, packet, 3));
    return answer_of(Command::transfer_block, packet, 3, load_le16(body) == words, read_words);
}

}  // namespace jig::wire::cmsis_dap
