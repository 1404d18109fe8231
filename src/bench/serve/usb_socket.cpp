// SPDX-License-Identifier: Apache-2.0
#include "bench/serve/usb_socket.hpp"

#include <algorithm>

namespace jig::bench {
namespace {

constexpr std::size_t header_bytes = 12;
constexpr std::uint8_t transfer = 1;
constexpr std::uint8_t device_descriptor_type = 2;
constexpr std::uint8_t string_descriptor_type = 3;
constexpr std::uint8_t configuration_descriptor_type = 4;
constexpr std::uint8_t report_descriptor_type = 5;
constexpr std::uint8_t in_endpoint = 0x80;
// More than any ST-Link or CMSIS-DAP transfer; a longer one is no client of ours.
constexpr std::uint32_t most_data = 16384;
// How long a read waits for an answer that is being made: the longest that one command may wait for pins or poll.
constexpr Duration answer_patience = std::chrono::seconds(10);

// Errors as libusb numbers them.
constexpr std::int32_t io_error = -1;
constexpr std::int32_t no_device = -4;
constexpr std::int32_t timed_out = -7;

void put_result(Bytes& out, std::int32_t value) {
    out.resize(out.size() + 4);
    store_le32(MutableByteView(out).last(4), static_cast<std::uint32_t>(value));
}

void put_bytes(Bytes& out, ByteView bytes) {
    put_result(out, static_cast<std::int32_t>(bytes.size()));
    out.insert(out.end(), bytes.begin(), bytes.end());
}

std::int32_t number_of(const Error& error) { return error.kind == ErrorKind::timeout ? timed_out : no_device; }

}  // namespace

UsbSocket::UsbSocket(ServedBoard& board, UsbProbe& probe) : board_(&board), probe_(&probe) {
    board_->use([&](LiveBoard&) { probe_->open(); });
}

bool UsbSocket::receive(ByteView in, Bytes& out) {
    pending_.insert(pending_.end(), in.begin(), in.end());
    while (pending_.size() >= header_bytes) {
        const Request request = parse(pending_);
        if (request.length > most_data) return false;
        const std::size_t whole = header_bytes + (sends_data(request) ? request.length : 0);
        if (pending_.size() < whole) return true;
        answer(request, ByteView(pending_).subspan(header_bytes, whole - header_bytes), out);
        pending_.erase(pending_.begin(), pending_.begin() + static_cast<std::ptrdiff_t>(whole));
    }
    return true;
}

UsbSocket::Request UsbSocket::parse(ByteView header) {
    return {header[0], header[1], load_le16(header.subspan(2)), load_le32(header.subspan(8))};
}

bool UsbSocket::sends_data(const Request& request) {
    return request.operation == transfer && (request.endpoint & in_endpoint) == 0;
}

void UsbSocket::answer(const Request& request, ByteView data, Bytes& out) {
    switch (request.operation) {
        case transfer: return sends_data(request) ? transfer_out(request, data, out) : transfer_in(request, out);
        case device_descriptor_type:
        case string_descriptor_type:
        case configuration_descriptor_type:
        case report_descriptor_type: return descriptor(request, out);
        default: return put_result(out, io_error);
    }
}

void UsbSocket::descriptor(const Request& request, Bytes& out) {
    const UsbIdentity& identity = probe_->identity();
    Bytes bytes;
    switch (request.operation) {
        case device_descriptor_type: bytes = identity.device_descriptor(); break;
        case string_descriptor_type:
            bytes = identity.string_descriptor(static_cast<std::uint8_t>(request.index));
            break;
        case configuration_descriptor_type: bytes = identity.configuration_descriptor(); break;
        default: bytes = identity.report_descriptor(); break;
    }
    bytes.empty() ? put_result(out, io_error) : put_bytes(out, bytes);
}

void UsbSocket::transfer_out(const Request& request, ByteView data, Bytes& out) {
    const auto sent = board_->use([&](LiveBoard&) { return probe_->write(request.endpoint, data); });
    put_result(out, sent ? static_cast<std::int32_t>(data.size()) : number_of(sent.error()));
}

void UsbSocket::transfer_in(const Request& request, Bytes& out) {
    Bytes in(request.length);
    const auto read = board_->use([&](LiveBoard&) {
        return probe_->read(request.endpoint, in, probe_->answering() ? answer_patience : Duration{0});
    });
    if (!read) return put_result(out, number_of(read.error()));
    put_bytes(out, ByteView(in).first(*read));
}

}  // namespace jig::bench
