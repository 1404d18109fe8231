// SPDX-License-Identifier: Apache-2.0
// ST's stlink-server: ST-Link commands in frames on a TCP stream, one answer per frame, all little-endian. The frames
// are those OpenOCD exchanges with the server.
#pragma once

#include <cstdint>
#include <string>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "wire/stlink/command.hpp"

namespace jig::wire::stlink {

inline constexpr std::uint16_t tcp_default_port = 7184;
// Servers before API 2 crash on frames beyond one Ethernet packet, so that 1 KB of data is safe.
inline constexpr std::uint32_t tcp_most_bytes_api1 = 1024;

enum class Direction : std::uint8_t { write = 0, read = 1 };

// Requests. What comes back: server version 16 bytes; device count 4; each other a 4-byte status first.
[[nodiscard]] Bytes tcp_get_server_version();
[[nodiscard]] Bytes tcp_refresh_devices();
[[nodiscard]] Bytes tcp_get_device_count();
[[nodiscard]] Bytes tcp_get_device(std::uint8_t index);   // 45 bytes
[[nodiscard]] Bytes tcp_open(std::uint32_t device_id);    // 8 bytes
[[nodiscard]] Bytes tcp_close(std::uint32_t connection);  // 4 bytes
// A command; `data` follows for a write, `length` bytes of answer follow the status for a read.
[[nodiscard]] Bytes tcp_write(std::uint32_t connection, const Command& command, ByteView data);
[[nodiscard]] Bytes tcp_read(std::uint32_t connection, const Command& command, std::uint32_t length);

inline constexpr std::size_t tcp_version_bytes = 16;
inline constexpr std::size_t tcp_count_bytes = 4;
inline constexpr std::size_t tcp_status_bytes = 4;
inline constexpr std::size_t tcp_device_bytes = 45;
inline constexpr std::size_t tcp_open_bytes = 8;

struct TcpServerVersion {
    std::uint32_t api = 0;
    std::uint32_t major = 0;
    std::uint32_t minor = 0;
    std::uint32_t build = 0;
};

struct TcpDevice {
    std::uint32_t id = 0;
    std::string serial;  // printable; what is not becomes '?'
    std::uint16_t vendor = 0;
    std::uint16_t product = 0;
    bool used = false;  // another program holds it
};

// Errors of all: link (too short, a status that is not OK: the text says which).
[[nodiscard]] Result<TcpServerVersion> parse_tcp_version(ByteView answer);
[[nodiscard]] Result<std::uint32_t> parse_tcp_count(ByteView answer);
[[nodiscard]] Result<void> check_tcp_status(ByteView answer);
[[nodiscard]] Result<TcpDevice> parse_tcp_device(ByteView answer);
[[nodiscard]] Result<std::uint32_t> parse_tcp_open(ByteView answer);

}  // namespace jig::wire::stlink
