// SPDX-License-Identifier: Apache-2.0
#include "port/linux/descriptor.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace jig::port {
namespace {

// poll() counts whole milliseconds: rounded up, so that it does not spin through the last one.
int milliseconds_left(const Deadline& deadline) {
    return static_cast<int>(std::chrono::ceil<std::chrono::milliseconds>(deadline.left()).count());
}

bool try_again(int error) { return error == EAGAIN || error == EWOULDBLOCK || error == EINTR; }

}  // namespace

Descriptor::~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
}

// strerror() is safe here: glibc's returns constant text for every error that exists.
std::string_view errno_text(int error) { return std::strerror(error); }

Result<void> wait_until(Ready what, const Descriptor& fd, const Deadline& deadline, std::string_view name) {
    const bool reading = what == Ready::to_read;
    while (true) {
        pollfd entry{fd.get(), static_cast<short>(reading ? POLLIN : POLLOUT), 0};
        const int count = ::poll(&entry, 1, milliseconds_left(deadline));
        if (count > 0) return {};  // a hang-up too: the read or write that follows says what it is
        if (count < 0 && errno != EINTR) {
            return fail(ErrorKind::internal, fmt::format("{}: waiting failed: {}", name, errno_text(errno)));
        }
        if (deadline.passed()) {
            return fail(ErrorKind::timeout,
                        fmt::format("{} {} within the time allowed", name, reading ? "sent nothing" : "took nothing"));
        }
    }
}

Result<void> write_all(const Descriptor& fd, ByteView data, const Deadline& deadline, std::string_view name) {
    while (!data.empty()) {
        const ssize_t count = ::write(fd.get(), data.data(), data.size());
        if (count > 0) {
            data = data.subspan(static_cast<std::size_t>(count));
        } else if (count < 0 && !try_again(errno)) {
            return fail(ErrorKind::link, fmt::format("{} cannot be written to: {}", name, errno_text(errno)));
        } else {
            TRY(wait_until(Ready::to_write, fd, deadline, name));
        }
    }
    return {};
}

Result<std::size_t> read_some(const Descriptor& fd, MutableByteView out, const Deadline& deadline,
                              std::string_view name) {
    while (true) {
        const ssize_t count = ::read(fd.get(), out.data(), out.size());
        if (count > 0) return static_cast<std::size_t>(count);
        if (count == 0) return fail(ErrorKind::link, fmt::format("{} closed the connection", name));
        if (!try_again(errno)) {
            return fail(ErrorKind::link, fmt::format("{} cannot be read from: {}", name, errno_text(errno)));
        }
        TRY(wait_until(Ready::to_read, fd, deadline, name));
    }
}

}  // namespace jig::port
