// SPDX-License-Identifier: Apache-2.0
// A file descriptor that closes itself, and reads and writes that end by a deadline.
#pragma once

#include <string_view>
#include <utility>

#include "base/bytes.hpp"
#include "base/clock.hpp"
#include "base/result.hpp"

namespace jig::port {

class Descriptor {
 public:
    explicit Descriptor(int fd) : fd_(fd) {}
    ~Descriptor();
    Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        std::swap(fd_, other.fd_);
        return *this;
    }
    [[nodiscard]] int get() const { return fd_; }
    [[nodiscard]] bool valid() const { return fd_ >= 0; }

 private:
    int fd_;
};

// "No such file or directory", for a message.
[[nodiscard]] std::string_view errno_text(int error);

enum class Ready : std::uint8_t { to_read, to_write };

// The following are for non-blocking descriptors; `name` is who is at the other end, for the error text.

// Errors: timeout, internal.
Result<void> wait_until(Ready what, const Descriptor& fd, const Deadline& deadline, std::string_view name);
// Writes all of `data`. Errors: link (the other end is gone), timeout.
Result<void> write_all(const Descriptor& fd, ByteView data, const Deadline& deadline, std::string_view name);
// At least one byte, at most out.size(); the number read. Errors: link (the other end is gone), timeout.
Result<std::size_t> read_some(const Descriptor& fd, MutableByteView out, const Deadline& deadline,
                              std::string_view name);

}  // namespace jig::port
