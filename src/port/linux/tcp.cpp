// SPDX-License-Identifier: Apache-2.0
#include "port/linux/tcp.hpp"

#include <fmt/format.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <cerrno>

#include "port/linux/descriptor.hpp"

namespace jig::port {
namespace {

class LinuxTcpStream final : public TcpStream {
 public:
    LinuxTcpStream(Clock& clock, Descriptor fd, std::string name)
        : clock_(clock), fd_(std::move(fd)), name_(std::move(name)) {}

    Result<void> write(ByteView data, Duration timeout) override {
        const Deadline deadline(clock_, timeout);
        while (!data.empty()) {
            // send() instead of write(): a closed connection must be an error here, not a SIGPIPE.
            const ssize_t count = ::send(fd_.get(), data.data(), data.size(), MSG_NOSIGNAL);
            if (count > 0) {
                data = data.subspan(static_cast<std::size_t>(count));
            } else if (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR) {
                return fail(ErrorKind::link, fmt::format("{} cannot be written to: {}", name_, errno_text(errno)));
            } else {
                TRY(wait_until(Ready::to_write, fd_, deadline, name_));
            }
        }
        return {};
    }

    Result<void> read(MutableByteView out, Duration timeout) override {
        const Deadline deadline(clock_, timeout);
        while (!out.empty()) {
            TRY_ASSIGN(const std::size_t count, read_some(fd_, out, deadline, name_));
            out = out.subspan(count);
        }
        return {};
    }

 private:
    Clock& clock_;
    Descriptor fd_;
    std::string name_;
};

struct AddressListDeleter {
    void operator()(addrinfo* list) const { ::freeaddrinfo(list); }
};
using AddressList = std::unique_ptr<addrinfo, AddressListDeleter>;

Result<AddressList> look_up(const std::string& host, std::uint16_t port) {
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_NUMERICSERV;
    addrinfo* list = nullptr;
    const int error = ::getaddrinfo(host.c_str(), fmt::format("{}", port).c_str(), &hints, &list);
    if (error != 0) {
        return fail(ErrorKind::no_probe, fmt::format("cannot find the host '{}': {}; check its name, or write its "
                                                     "address",
                                                     host, ::gai_strerror(error)));
    }
    return AddressList(list);
}

// The outcome of a connect() that had to be waited for.
int pending_error(const Descriptor& fd) {
    int error = 0;
    socklen_t size = sizeof error;
    if (::getsockopt(fd.get(), SOL_SOCKET, SO_ERROR, &error, &size) != 0) return errno;
    return error;
}

Result<Descriptor> connect_to(const addrinfo& address, const Deadline& deadline, const std::string& name) {
    Descriptor fd(::socket(address.ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, address.ai_protocol));
    if (!fd.valid()) return fail(ErrorKind::internal, fmt::format("no socket: {}", errno_text(errno)));
    int error = ::connect(fd.get(), address.ai_addr, address.ai_addrlen) == 0 ? 0 : errno;
    if (error == EINPROGRESS) {
        TRY(wait_until(Ready::to_write, fd, deadline, name));
        error = pending_error(fd);
    }
    if (error != 0) {
        return fail(ErrorKind::no_probe,
                    fmt::format("cannot connect to {}: {}; see that the server runs there, and its port", name,
                                errno_text(error)));
    }
    // Requests are answered one by one: waiting for more to send would cost 40 ms each.
    const int on = 1;
    (void)::setsockopt(fd.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return fd;
}

}  // namespace

Result<std::unique_ptr<TcpStream>> connect_tcp_linux(Clock& clock, const std::string& host, std::uint16_t port,
                                                     Duration timeout) {
    const Deadline deadline(clock, timeout);
    const std::string name = fmt::format("{}:{}", host, port);
    TRY_ASSIGN(const AddressList list, look_up(host, port));
    Error last{ErrorKind::no_probe, fmt::format("{} has no address", name)};
    for (const addrinfo* address = list.get(); address != nullptr; address = address->ai_next) {
        Result<Descriptor> fd = connect_to(*address, deadline, name);
        if (fd) return std::make_unique<LinuxTcpStream>(clock, std::move(*fd), name);
        last = std::move(fd.error());
    }
    return fail(std::move(last));
}

}  // namespace jig::port
