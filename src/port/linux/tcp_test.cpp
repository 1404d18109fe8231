// SPDX-License-Identifier: Apache-2.0
#include "port/linux/tcp.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "port/linux/descriptor.hpp"

namespace jig::port {
namespace {

using std::chrono_literals::operator""ms;
using std::chrono_literals::operator""s;

// A server on a free port of the loopback, which accepts when told to.
class Listener {
 public:
    Listener() : fd_(::socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        EXPECT_EQ(::bind(fd_.get(), reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
        EXPECT_EQ(::listen(fd_.get(), 1), 0);
        socklen_t size = sizeof address;
        EXPECT_EQ(::getsockname(fd_.get(), reinterpret_cast<sockaddr*>(&address), &size), 0);
        port_ = ntohs(address.sin_port);
    }
    [[nodiscard]] std::uint16_t port() const { return port_; }
    [[nodiscard]] Descriptor accept() const { return Descriptor(::accept(fd_.get(), nullptr, nullptr)); }

 private:
    Descriptor fd_;
    std::uint16_t port_ = 0;
};

class Tcp : public testing::Test {
 protected:
    Result<std::unique_ptr<TcpStream>> connect() {
        return connect_tcp_linux(clock_, "127.0.0.1", listener_.port(), 5s);
    }

    SteadyClock clock_;
    Listener listener_;
};

TEST_F(Tcp, bytes_go_both_ways_whole) {
    const auto stream = connect().value();
    const Descriptor peer = listener_.accept();
    ASSERT_TRUE(stream->write(Bytes{1, 2, 3}, 5s));
    Bytes got(3);
    ASSERT_EQ(::read(peer.get(), got.data(), 3), 3);
    EXPECT_EQ(got, (Bytes{1, 2, 3}));
    // In two parts, as a network may deliver them.
    ASSERT_EQ(::write(peer.get(), "ab", 2), 2);
    ASSERT_EQ(::write(peer.get(), "c", 1), 1);
    ASSERT_TRUE(stream->read(got, 5s));
    EXPECT_EQ(got, (Bytes{'a', 'b', 'c'}));
}

TEST_F(Tcp, silence_is_a_timeout) {
    const auto stream = connect().value();
    Bytes out(1);
    const Error error = stream->read(out, 1ms).error();
    EXPECT_EQ(error.kind, ErrorKind::timeout);
    EXPECT_EQ(error.what, fmt::format("127.0.0.1:{} sent nothing within the time allowed", listener_.port()));
}

TEST_F(Tcp, a_peer_that_takes_nothing_is_a_timeout) {
    const auto stream = connect().value();
    const Error error = stream->write(Bytes(std::size_t{16} << 20), 1ms).error();
    EXPECT_EQ(error.kind, ErrorKind::timeout);
    EXPECT_EQ(error.what, fmt::format("127.0.0.1:{} took nothing within the time allowed", listener_.port()));
}

TEST_F(Tcp, a_closed_connection_is_an_error_and_no_signal) {
    const auto stream = connect().value();
    { const Descriptor peer = listener_.accept(); }
    Bytes out(1);
    const Error error = stream->read(out, 5s).error();
    EXPECT_EQ(error.kind, ErrorKind::link);
    EXPECT_EQ(error.what, fmt::format("127.0.0.1:{} closed the connection", listener_.port()));
    (void)stream->write(out, 5s).has_value();  // is answered with a reset
    EXPECT_EQ(stream->write(out, 5s).error().kind, ErrorKind::link);
}

TEST(TcpRefused, nobody_listening_and_no_such_host_are_said) {
    SteadyClock clock;
    std::uint16_t free_port = 0;
    {
        const Listener listener;
        free_port = listener.port();
    }
    EXPECT_EQ(
        connect_tcp_linux(clock, "127.0.0.1", free_port, 5s).error().what,
        fmt::format("cannot connect to 127.0.0.1:{}: Connection refused; see that the server runs there, and its port",
                    free_port));
    const Error error = connect_tcp_linux(clock, "not a host", 1, 5s).error();
    EXPECT_EQ(error.kind, ErrorKind::no_probe);
    EXPECT_THAT(error.what, testing::StartsWith("cannot find the host 'not a host': "));  // then the system's words
    EXPECT_THAT(error.what, testing::EndsWith("; check its name, or write its address"));
}

}  // namespace
}  // namespace jig::port
