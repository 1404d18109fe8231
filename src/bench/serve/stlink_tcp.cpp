// SPDX-License-Identifier: Apache-2.0
#include "bench/serve/stlink_tcp.hpp"

#include <algorithm>

namespace jig::bench {
namespace {

// Commands and status words as OpenOCD's stlink_usb.c names them, all little-endian.
enum class Command : std::uint8_t {
    refresh = 0x00,
    device_count = 0x01,
    device_info = 0x02,
    open = 0x03,
    close = 0x04,
    usb_command = 0x05,
    server_version = 0x06,
    client_count = 0x07,
};
constexpr std::uint32_t ok_status = 0x0001;
constexpr std::uint32_t timed_out_status = 0x1001;
constexpr std::uint32_t bad_parameter = 0x1002;
constexpr std::uint32_t open_error = 0x1003;
constexpr std::uint32_t tcp_error = 0x2001;

constexpr std::uint8_t direction_write = 0;
constexpr std::uint8_t direction_trace = 3;  // SWO; without a command
constexpr std::size_t usb_header_bytes = 32;
constexpr std::size_t serial_bytes = 32;
constexpr std::size_t device_info_bytes = 41;  // of TDeviceInfo2, behind the status
// OpenOCD's buffers hold 10240 bytes, and no ST-Link transfer is longer.
constexpr std::uint32_t most_data = 10240;
constexpr std::size_t most_connections = 255;
// API 2 lets clients use whole 6 KB transfers; with 3 OpenOCD would batch, which older servers could not share.
constexpr std::uint32_t server_version_words[] = {2, 2, 1, 1};

void put32(Bytes& out, std::uint32_t value) {
    out.resize(out.size() + 4);
    store_le32(MutableByteView(out).last(4), value);
}

void put16(Bytes& out, std::uint16_t value) {
    out.push_back(static_cast<std::uint8_t>(value));
    out.push_back(static_cast<std::uint8_t>(value >> 8));
}

std::uint32_t status_of(const Error& error) { return error.kind == ErrorKind::timeout ? timed_out_status : tcp_error; }

// A USB command of a frame: block, direction, size and data.
struct UsbCommand {
    ByteView block;
    std::uint8_t direction;
    std::uint32_t size;
    ByteView data;
};

// The same bulk transfers that a USB host would make of it.
Result<std::size_t> carry_out(StlinkUsb& stlink, const UsbCommand& command, MutableByteView in) {
    const StlinkEndpoints endpoints = stlink.identity().endpoints();
    if (command.direction == direction_trace) return stlink.read(endpoints.trace, in, Duration{0});
    TRY(stlink.write(endpoints.out, command.block));
    if (command.direction == direction_write) {
        if (command.size != 0) TRY(stlink.write(endpoints.out, command.data));
        return std::size_t{0};
    }
    if (command.size == 0) return std::size_t{0};
    return stlink.read(endpoints.in, in, Duration{0});
}

}  // namespace

bool StlinkTcp::receive(ByteView in, Bytes& out) {
    frame_.insert(frame_.end(), in.begin(), in.end());
    while (!frame_.empty()) {
        const std::size_t length = frame_bytes();
        if (length == 0) return false;
        if (frame_.size() < length) return true;
        answer(ByteView(frame_).first(length), out);
        frame_.erase(frame_.begin(), frame_.begin() + static_cast<std::ptrdiff_t>(length));
    }
    return true;
}

std::size_t StlinkTcp::frame_bytes() const {
    switch (static_cast<Command>(frame_[0])) {
        case Command::device_count: return 1;
        case Command::refresh: return 2;
        case Command::server_version: return 4;
        case Command::device_info:
        case Command::open:
        case Command::close:
        case Command::client_count: return 8;
        case Command::usb_command: {
            if (frame_.size() < usb_header_bytes) return usb_header_bytes;
            const std::uint32_t size = load_le32(ByteView(frame_).subspan(28));
            if (size > most_data) return 0;
            return usb_header_bytes + (frame_[24] == direction_write ? size : 0);
        }
    }
    return 0;
}

void StlinkTcp::answer(ByteView frame, Bytes& out) {
    switch (static_cast<Command>(frame[0])) {
        case Command::refresh: return put32(out, ok_status);
        case Command::device_count: return put32(out, static_cast<std::uint32_t>(boards_.size()));
        case Command::server_version:
            for (const std::uint32_t word : server_version_words) put32(out, word);
            return;
        case Command::device_info: return device_info(frame, out);
        case Command::open: return open(frame, out);
        case Command::close: return close(frame, out);
        case Command::usb_command: return usb_command(frame, out);
        case Command::client_count: put32(out, ok_status); return put32(out, 1);
    }
}

void StlinkTcp::device_info(ByteView frame, Bytes& out) {
    const std::size_t index = frame[1];
    if (index >= boards_.size()) {
        put32(out, bad_parameter);
        out.resize(out.size() + device_info_bytes);
        return;
    }
    ServedBoard& board = *boards_[index];
    put32(out, ok_status);
    put32(out, static_cast<std::uint32_t>(index + 1));
    std::string serial = board.name();
    serial.resize(serial_bytes);
    out.insert(out.end(), serial.begin(), serial.end());
    put16(out, StlinkIdentity::vendor_id);
    put16(out, board.use([](LiveBoard& live) { return live.stlink()->identity().product_id(); }));
    out.push_back(0);  // not held exclusively
}

void StlinkTcp::open(ByteView frame, Bytes& out) {
    const std::uint32_t device = load_le32(frame.subspan(4));
    const bool known = device >= 1 && device <= boards_.size() && connections_.size() < most_connections;
    put32(out, known ? ok_status : open_error);
    if (!known) return put32(out, 0);
    boards_[device - 1]->use([](LiveBoard& live) { live.stlink()->open(); });
    connections_[next_connection_] = device - 1;
    put32(out, next_connection_++);
}

void StlinkTcp::close(ByteView frame, Bytes& out) {
    put32(out, connections_.erase(load_le32(frame.subspan(4))) != 0 ? ok_status : bad_parameter);
}

void StlinkTcp::usb_command(ByteView frame, Bytes& out) {
    const UsbCommand command{frame.subspan(8, CommandBlock::size_bytes), frame[24], load_le32(frame.subspan(28)),
                             frame.subspan(usb_header_bytes)};
    const auto connection = connections_.find(load_le32(frame.subspan(4)));
    Bytes in(command.direction == direction_write ? 0 : command.size);
    std::uint32_t status = bad_parameter;
    if (connection != connections_.end()) {
        const auto result =
            boards_[connection->second]->use([&](LiveBoard& live) { return carry_out(*live.stlink(), command, in); });
        status = result ? ok_status : status_of(result.error());
    }
    // The client waits for as many bytes as it asked for, whatever the status says.
    put32(out, status);
    out.insert(out.end(), in.begin(), in.end());
}

}  // namespace jig::bench
