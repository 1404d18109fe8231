// SPDX-License-Identifier: Apache-2.0
// The client's end of a probe's USB socket (docs/formats/usb-socket.md): one request at a time, from any thread.
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace jig::preload {

class BenchSocket {
 public:
    // Connects to the socket file that $BENCH_USB names. Nothing when there is none: no device is plugged in.
    static std::optional<BenchSocket> connect();
    ~BenchSocket();
    BenchSocket(BenchSocket&& other) noexcept;
    BenchSocket& operator=(BenchSocket&&) = delete;

    // The answers are counts of bytes, or negative as libusb numbers its errors.
    int write(std::uint8_t endpoint, std::span<const unsigned char> data);
    int read(std::uint8_t endpoint, std::span<unsigned char> out);
    int device_descriptor(std::span<unsigned char> out);
    int string_descriptor(std::uint8_t index, std::span<unsigned char> out);
    int configuration_descriptor(std::span<unsigned char> out);
    int report_descriptor(std::span<unsigned char> out);

 private:
    explicit BenchSocket(int fd) : fd_(fd) {}
    int descriptor(std::uint8_t operation, std::uint8_t index, std::span<unsigned char> out);
    int request(std::uint8_t operation, std::uint8_t endpoint, std::uint16_t index, std::uint32_t length,
                std::span<const unsigned char> data);
    int answer(std::span<unsigned char> out);
    bool send_all(std::span<const unsigned char> bytes) const;
    bool receive_all(std::span<unsigned char> bytes) const;

    int fd_;
    std::mutex mutex_;
};

}  // namespace jig::preload
