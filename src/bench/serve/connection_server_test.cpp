// SPDX-License-Identifier: Apache-2.0
// The I/O loop, on socket pairs, a loopback port and a pty.
#include "bench/serve/connection_server.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <string>
#include <string_view>
#include <thread>

#include "bench/buspirate/pty.hpp"
#include "bench/testing/temporary_folder.hpp"

namespace jig::bench {
namespace {

// Answers every byte with `times` of its upper case; 'q' says goodbye.
class Shouter final : public ByteProtocol {
 public:
    explicit Shouter(std::size_t times = 1) : times_(times) {}
    bool receive(ByteView in, Bytes& out) override {
        for (const std::uint8_t byte : in) {
            if (byte == 'q') return false;
            out.insert(out.end(), times_, static_cast<std::uint8_t>(byte - 32));
        }
        return true;
    }

 private:
    std::size_t times_;
};

struct Pair {
    Pair() {
        std::array<int, 2> ends{};
        EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends.data()), 0);
        client = FileDescriptor(ends[0]);
        server = FileDescriptor(ends[1]);
    }
    FileDescriptor client, server;
};

// As much as the other end takes without being read from.
void flood(int fd) {
    const std::string text(4096, 'a');
    while (::write(fd, text.data(), text.size()) > 0) {}
}

std::string read_all(int fd, std::size_t bytes) {
    std::string answer;
    char byte = 0;
    while (answer.size() < bytes) {
        const ssize_t count = ::read(fd, &byte, 1);
        if (count == 0) break;
        if (count == 1) answer += byte;
    }
    return answer;
}

FileDescriptor connect_to(const Listener& listener) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(static_cast<std::uint16_t>(std::stoi(listener.address().substr(10))));
    FileDescriptor socket(::socket(AF_INET, SOCK_STREAM, 0));
    EXPECT_EQ(::connect(socket.get(), reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    return socket;
}

TEST(ConnectionServer, moves_bytes_until_the_client_says_goodbye) {
    const Pair pair;
    Shouter shouter;
    const std::jthread loop([&](const std::stop_token& stop) { serve_stream(pair.server.get(), shouter, stop); });
    for (const std::string_view text : {"abc", "dq"}) {
        ASSERT_EQ(::write(pair.client.get(), text.data(), text.size()), static_cast<ssize_t>(text.size()));
    }
    EXPECT_EQ(read_all(pair.client.get(), 4), "ABCD");
}

TEST(ConnectionServer, survives_a_client_that_leaves_before_its_answer) {
    Pair pair;
    Shouter shouter;
    ASSERT_EQ(::write(pair.client.get(), "a", 1), 1);
    { const FileDescriptor leaves = std::move(pair.client); }
    serve_stream(pair.server.get(), shouter, std::stop_token());  // returns, and no SIGPIPE ends the test
}

TEST(ConnectionServer, stops_when_asked_though_a_client_reads_nothing) {
    const TemporaryFolder folder;
    const auto pty = Pty::open(folder.path() / "golden.bp");
    ASSERT_TRUE(pty);
    const FileDescriptor terminal(::open((folder.path() / "golden.bp").c_str(), O_RDWR | O_NOCTTY | O_NONBLOCK));
    const Pair pair;
    const std::pair<int, int> streams[] = {{pair.server.get(), pair.client.get()}, {pty->master(), terminal.get()}};
    for (const auto& [server, client] : streams) {
        Shouter shouter(1000);
        std::jthread loop([&, fd = server](const std::stop_token& stop) { serve_stream(fd, shouter, stop); });
        flood(client);
        pollfd entry{.fd = client, .events = POLLIN, .revents = 0};
        ASSERT_EQ(::poll(&entry, 1, 5000), 1);  // the answer has begun, and there is no room for its rest
        loop.request_stop();
        loop.join();
    }
}

TEST(ConnectionServer, a_client_beyond_the_most_waits_until_another_has_left) {
    const auto listener = Listener::tcp(0);
    ASSERT_TRUE(listener);
    std::jthread loop([&](const std::stop_token& stop) {
        serve_connections(*listener, [] { return std::make_unique<Shouter>(); }, 1, stop);
    });
    FileDescriptor first = connect_to(*listener);
    EXPECT_EQ(::write(first.get(), "a", 1), 1);
    EXPECT_EQ(read_all(first.get(), 1), "A");
    const FileDescriptor second = connect_to(*listener);
    EXPECT_EQ(::write(second.get(), "b", 1), 1);
    EXPECT_EQ(::write(first.get(), "c", 1), 1);
    EXPECT_EQ(read_all(first.get(), 1), "C");
    char byte = 0;
    EXPECT_EQ(::recv(second.get(), &byte, 1, MSG_DONTWAIT), -1);
    EXPECT_EQ(::write(first.get(), "q", 1), 1);
    EXPECT_EQ(read_all(first.get(), 1), "");  // let go
    EXPECT_EQ(read_all(second.get(), 1), "B");
}

}  // namespace
}  // namespace jig::bench
