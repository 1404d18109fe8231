// SPDX-License-Identifier: Apache-2.0
#include "wire/stlink/tcp_frames.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

namespace jig::wire::stlink {
namespace {

// The version of the frames below, which get_server_version tells the server.
constexpr std::uint8_t api = 1;
constexpr std::uint32_t device_info_bytes = 41;
constexpr std::size_t serial_bytes = 32;
constexpr std::size_t header_bytes = 32;

enum class Code : std::uint8_t {
    refresh = 0x00,
    device_count = 0x01,
    device = 0x02,
    open = 0x03,
    close = 0x04,
    usb_command = 0x05,
    server_version = 0x06,
};

struct StatusRow {
    std::uint32_t code;
    std::string_view text;
};
constexpr std::uint32_t status_done = 1;
constexpr StatusRow status_rows[] = {
    {0x1000, "out of memory"},
    {0x1001, "USB timeout"},
    {0x1002, "bad parameter"},
    {0x1003, "cannot open the device"},
    {0x1052, "truncated data"},
    {0x1053, "command not available"},
    {0x2001, "TCP error"},
    {0x2002, "cannot connect"},
    {0x2003, "cannot close"},
    {0x2004, "device is busy"},
    {0x10000, "operating system error"},
};

std::string status_text(std::uint32_t code) {
    for (const StatusRow& row : status_rows) {
        if (row.code == code) return fmt::format("{} (status 0x{:x})", row.text, code);
    }
    return fmt::format("status 0x{:x}", code);
}

Bytes frame(Code code, std::size_t size) {
    Bytes bytes(size);
    bytes[0] = static_cast<std::uint8_t>(code);
    return bytes;
}

Bytes with_word(Code code, std::uint32_t word) {
    Bytes bytes = frame(code, 8);
    store_le32(MutableByteView(bytes).subspan(4), word);
    return bytes;
}

// The header of `length` bytes that travel, with room behind it for `payload_bytes` of them.
Bytes usb_frame(std::uint32_t connection, const Command& command, Direction direction, std::size_t length,
                std::size_t payload_bytes) {
    Bytes bytes = frame(Code::usb_command, header_bytes + payload_bytes);
    store_le32(MutableByteView(bytes).subspan(4), connection);
    std::ranges::copy(command, bytes.begin() + 8);
    bytes[24] = static_cast<std::uint8_t>(direction);
    store_le32(MutableByteView(bytes).subspan(28), static_cast<std::uint32_t>(length));
    return bytes;
}

Result<void> require(ByteView answer, std::size_t bytes) {
    if (answer.size() >= bytes) return {};
    return fail(ErrorKind::link,
                fmt::format("stlink-server answered with {} bytes instead of {}", answer.size(), bytes));
}

std::string printable(ByteView field) {
    std::string text;
    for (const std::uint8_t byte : field) {
        if (byte == 0) break;
        text += byte >= 0x21 && byte < 0x7F ? static_cast<char>(byte) : '?';
    }
    return text;
}

}  // namespace

Bytes tcp_get_server_version() {
    Bytes bytes = frame(Code::server_version, 4);
    bytes[1] = api;
    return bytes;
}
// The second byte would clear the server's list instead of refreshing it.
Bytes tcp_refresh_devices() { return frame(Code::refresh, 2); }
Bytes tcp_get_device_count() { return frame(Code::device_count, 1); }

Bytes tcp_get_device(std::uint8_t index) {
    Bytes bytes = with_word(Code::device, device_info_bytes);
    bytes[1] = index;
    return bytes;
}

Bytes tcp_open(std::uint32_t device_id) { return with_word(Code::open, device_id); }
Bytes tcp_close(std::uint32_t connection) { return with_word(Code::close, connection); }

Bytes tcp_write(std::uint32_t connection, const Command& command, ByteView data) {
    Bytes bytes = usb_frame(connection, command, Direction::write, data.size(), data.size());
    std::ranges::copy(data, bytes.begin() + header_bytes);
    return bytes;
}

Bytes tcp_read(std::uint32_t connection, const Command& command, std::uint32_t length) {
    return usb_frame(connection, command, Direction::read, length, 0);
}

Result<TcpServerVersion> parse_tcp_version(ByteView answer) {
    TRY(require(answer, tcp_version_bytes));
    return TcpServerVersion{load_le32(answer), load_le32(answer.subspan(4)), load_le32(answer.subspan(8)),
                            load_le32(answer.subspan(12))};
}

Result<std::uint32_t> parse_tcp_count(ByteView answer) {
    TRY(require(answer, tcp_count_bytes));
    return load_le32(answer);
}

Result<void> check_tcp_status(ByteView answer) {
    TRY(require(answer, tcp_status_bytes));
    const std::uint32_t status = load_le32(answer);
    if (status == status_done) return {};
    return fail(ErrorKind::link, "stlink-server refused: " + status_text(status));
}

Result<TcpDevice> parse_tcp_device(ByteView answer) {
    TRY(check_tcp_status(answer));
    TRY(require(answer, tcp_device_bytes));
    return TcpDevice{load_le32(answer.subspan(4)), printable(answer.subspan(8, serial_bytes)),
                     load_le16(answer.subspan(40)), load_le16(answer.subspan(42)), answer[44] != 0};
}

Result<std::uint32_t> parse_tcp_open(ByteView answer) {
    TRY(check_tcp_status(answer));
    TRY(require(answer, tcp_open_bytes));
    return load_le32(answer.subspan(4));
}

}  // namespace jig::wire::stlink
