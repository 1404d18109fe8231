// SPDX-License-Identifier: Apache-2.0
#include "bench_socket.hpp"

#include <libusb-1.0/libusb.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>
#include <utility>

namespace jig::preload {
namespace {

constexpr std::uint8_t transfer = 1;
constexpr std::uint8_t device_descriptor_type = 2;
constexpr std::uint8_t string_descriptor_type = 3;
constexpr std::uint8_t configuration_descriptor_type = 4;
constexpr std::uint8_t report_descriptor_type = 5;

std::uint32_t load_le32(const std::array<unsigned char, 4>& bytes) {
    return static_cast<std::uint32_t>(bytes[0]) | static_cast<std::uint32_t>(bytes[1]) << 8 |
           static_cast<std::uint32_t>(bytes[2]) << 16 | static_cast<std::uint32_t>(bytes[3]) << 24;
}

}  // namespace

std::optional<BenchSocket> BenchSocket::connect() {
    const char* path = std::getenv("BENCH_USB");
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path == nullptr || std::strlen(path) >= sizeof address.sun_path) return std::nullopt;
    std::strcpy(address.sun_path, path);
    const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0) return std::nullopt;
    if (::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        ::close(fd);
        return std::nullopt;
    }
    return BenchSocket(fd);
}

BenchSocket::BenchSocket(BenchSocket&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}

BenchSocket::~BenchSocket() {
    if (fd_ >= 0) ::close(fd_);
}

int BenchSocket::write(std::uint8_t endpoint, std::span<const unsigned char> data) {
    const std::lock_guard lock(mutex_);
    const auto length = static_cast<std::uint32_t>(data.size());
    const int sent = request(transfer, endpoint, 0, length, data);
    return sent < 0 ? sent : answer({});
}

int BenchSocket::read(std::uint8_t endpoint, std::span<unsigned char> out) {
    const std::lock_guard lock(mutex_);
    const int sent = request(transfer, endpoint, 0, static_cast<std::uint32_t>(out.size()), {});
    return sent < 0 ? sent : answer(out);
}

int BenchSocket::device_descriptor(std::span<unsigned char> out) { return descriptor(device_descriptor_type, 0, out); }

int BenchSocket::string_descriptor(std::uint8_t index, std::span<unsigned char> out) {
    return descriptor(string_descriptor_type, index, out);
}

int BenchSocket::configuration_descriptor(std::span<unsigned char> out) {
    return descriptor(configuration_descriptor_type, 0, out);
}

int BenchSocket::report_descriptor(std::span<unsigned char> out) { return descriptor(report_descriptor_type, 0, out); }

int BenchSocket::descriptor(std::uint8_t operation, std::uint8_t index, std::span<unsigned char> out) {
    const std::lock_guard lock(mutex_);
    const int sent = request(operation, 0, index, static_cast<std::uint32_t>(out.size()), {});
    return sent < 0 ? sent : answer(out);
}

int BenchSocket::request(std::uint8_t operation, std::uint8_t endpoint, std::uint16_t index, std::uint32_t length,
                         std::span<const unsigned char> data) {
    const std::array<unsigned char, 12> header = {operation,
                                                  endpoint,
                                                  static_cast<unsigned char>(index),
                                                  static_cast<unsigned char>(index >> 8),
                                                  0,
                                                  0,
                                                  0,
                                                  0,
                                                  static_cast<unsigned char>(length),
                                                  static_cast<unsigned char>(length >> 8),
                                                  static_cast<unsigned char>(length >> 16),
                                                  static_cast<unsigned char>(length >> 24)};
    return send_all(header) && send_all(data) ? 0 : LIBUSB_ERROR_NO_DEVICE;
}

// A transfer out is answered with a number alone; all else with as many bytes as the number says.
int BenchSocket::answer(std::span<unsigned char> out) {
    std::array<unsigned char, 4> head{};
    if (!receive_all(head)) return LIBUSB_ERROR_NO_DEVICE;
    const auto count = static_cast<std::int32_t>(load_le32(head));
    if (count <= 0 || out.empty()) return count;
    std::vector<unsigned char> bytes(static_cast<std::size_t>(count));
    if (!receive_all(bytes)) return LIBUSB_ERROR_NO_DEVICE;
    const std::size_t kept = std::min(bytes.size(), out.size());
    std::copy_n(bytes.begin(), kept, out.begin());
    return static_cast<int>(kept);
}

bool BenchSocket::send_all(std::span<const unsigned char> bytes) const {
    while (!bytes.empty()) {
        const ssize_t count = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (count <= 0) return false;
        bytes = bytes.subspan(static_cast<std::size_t>(count));
    }
    return true;
}

bool BenchSocket::receive_all(std::span<unsigned char> bytes) const {
    while (!bytes.empty()) {
        const ssize_t count = ::recv(fd_, bytes.data(), bytes.size(), MSG_WAITALL);
        if (count <= 0) return false;
        bytes = bytes.subspan(static_cast<std::size_t>(count));
    }
    return true;
}

}  // namespace jig::preload
