// SPDX-License-Identifier: Apache-2.0
#include "bench/serve/connection_server.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <list>
#include <thread>

namespace jig::bench {
namespace {

constexpr int stop_check_ms = 50;           // how long a request to stop may go unnoticed
constexpr int full_check_ms = 10;           // how long a client waits after another has left
constexpr std::size_t chunk_bytes = 16384;  // taken from a client at once
constexpr int write_patience = 200;         // stop checks: a client that reads nothing for 10 s is dropped

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
    int patience = write_patience;
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

// A client's thread, and whether it has come to its end.
struct Client {
    std::atomic<bool> done = false;
    std::thread thread;
};

void let_go(std::list<Client>& clients, bool all) {
    for (auto client = clients.begin(); client != clients.end();) {
        if (!all && !client->done) {
            ++client;
            continue;
        }
        client->thread.join();
        client = clients.erase(client);
    }
}

FileDescriptor accept_client(const Listener& listener) {
    FileDescriptor socket(::accept4(listener.fd(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
    // Commands are short and answered one by one; fails harmlessly where the socket is not TCP.
    const int one = 1;
    if (socket.valid()) ::setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    return socket;
}

}  // namespace

void serve_stream(int fd, ByteProtocol& protocol, const std::stop_token& stop) {
    std::array<std::uint8_t, chunk_bytes> chunk{};
    Bytes answer;
    while (!stop.stop_requested()) {
        if (!wait_for(fd, POLLIN)) continue;
        const ssize_t count = ::read(fd, chunk.data(), chunk.size());
        if (count < 0 && (errno == EINTR || errno == EAGAIN)) continue;
        if (count <= 0) return;
        answer.clear();
        const bool open = protocol.receive(ByteView(chunk).first(static_cast<std::size_t>(count)), answer);
        if (!write_all(fd, answer, stop) || !open) return;
    }
}

void serve_connections(const Listener& listener, const MakeProtocol& make_protocol, std::size_t most_clients,
                       const std::stop_token& stop) {
    std::list<Client> clients;
    while (!stop.stop_requested()) {
        let_go(clients, false);
        if (clients.size() >= most_clients) {
            std::this_thread::sleep_for(std::chrono::milliseconds(full_check_ms));
            continue;
        }
        if (!wait_for(listener.fd(), POLLIN)) continue;
        FileDescriptor socket = accept_client(listener);
        if (!socket.valid()) continue;
        Client& client = clients.emplace_back();
        client.thread = std::thread([&client, &make_protocol, &stop, socket = std::move(socket)] {
            const std::unique_ptr<ByteProtocol> protocol = make_protocol();
            serve_stream(socket.get(), *protocol, stop);
            client.done = true;
        });
    }
    let_go(clients, true);
}

}  // namespace jig::bench
