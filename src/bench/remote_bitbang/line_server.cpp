// SPDX-License-Identifier: Apache-2.0
// poll, read, protocol, write.
#include "bench/remote_bitbang/line_server.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>

namespace jig::bench {

namespace {

constexpr int stop_check_ms = 50;          // how long a request to stop may go unnoticed
constexpr std::size_t chunk_bytes = 4096;  // moved while the board is held
constexpr int write_patience_polls = 200;  // a client that reads nothing for 10 s is dropped

// Whether `events` came within one turn of the stop check.
bool wait_for(int fd, short events) {
    pollfd entry{.fd = fd, .events = events, .revents = 0};
    return ::poll(&entry, 1, stop_check_ms) > 0;
}

// A client that has gone is an error here, not a SIGPIPE that ends the server. A pty is no socket and knows no SIGPIPE.
ssize_t write_some(int fd, ByteView data) {
    const ssize_t count = ::send(fd, data.data(), data.size(), MSG_NOSIGNAL);
    return count < 0 && errno == ENOTSOCK ? ::write(fd, data.data(), data.size()) : count;
}

bool write_all(int fd, ByteView data, const std::stop_token& stop) {
    int patience = write_patience_polls;
    while (!data.empty() && !stop.stop_requested()) {
        if (!wait_for(fd, POLLOUT)) {
            if (--patience == 0) return false;
            continue;
        }
        const ssize_t count = write_some(fd, data);
        if (count < 0 && errno != EINTR && errno != EAGAIN) return false;
        if (count > 0) data = data.subspan(static_cast<std::size_t>(count));
    }
    return data.empty();
}

}  // namespace

void serve_stream(int fd, ByteProtocol& protocol, const BoardTurn& turn, const std::stop_token& stop) {
    std::array<std::uint8_t, chunk_bytes> chunk{};
    Bytes answer;
    bool open = true;
    turn([&] { protocol.connected(); });
    while (open && !stop.stop_requested()) {
        if (!wait_for(fd, POLLIN)) continue;
        const ssize_t count = ::read(fd, chunk.data(), chunk.size());
        if (count < 0 && (errno == EINTR || errno == EAGAIN)) continue;
        if (count <= 0) return;
        answer.clear();
        turn([&] { open = protocol.receive(ByteView(chunk).first(static_cast<std::size_t>(count)), answer); });
        if (!write_all(fd, answer, stop)) return;
    }
}

void serve_listener(int listen_fd, ByteProtocol& protocol, const BoardTurn& turn, const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        if (!wait_for(listen_fd, POLLIN)) continue;
        const int fd = ::accept4(listen_fd, nullptr, nullptr, SOCK_CLOEXEC);
        if (fd < 0) continue;
        // Clients wait for single characters; fails harmlessly where the socket is not TCP.
        const int one = 1;
        ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        serve_stream(fd, protocol, turn, stop);
        ::close(fd);
    }
}

}  // namespace jig::bench
