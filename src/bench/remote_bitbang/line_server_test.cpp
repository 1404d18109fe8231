// SPDX-License-Identifier: Apache-2.0
// The I/O loop, on a socket pair and a loopback socket.
#include "bench/remote_bitbang/line_server.hpp"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

#include "bench/os/file_descriptor.hpp"

namespace jig::bench {
namespace {

// Answers every byte with its upper case; 'q' says goodbye.
class Shouter final : public ByteProtocol {
 public:
    int clients = 0;
    void connected() override { ++clients; }
    bool receive(ByteView in, Bytes& out) override {
        for (const std::uint8_t byte : in) {
            if (byte == 'q') return false;
            out.push_back(static_cast<std::uint8_t>(byte - 32));
        }
        return true;
    }
};

BoardTurn turn_with(std::mutex& board) {
    return [&board](const std::function<void()>& work) {
        const std::lock_guard lock(board);
        work();
    };
}

std::string exchange(int fd, std::string_view text, std::size_t answer_bytes) {
    EXPECT_EQ(::write(fd, text.data(), text.size()), static_cast<ssize_t>(text.size()));
    std::string answer;
    while (answer.size() < answer_bytes) {
        char byte = 0;
        if (::read(fd, &byte, 1) != 1) break;
        answer += byte;
    }
    return answer;
}

bool closed(int fd) {
    char byte = 0;
    return ::read(fd, &byte, 1) == 0;
}

TEST(LineServerTest, MovesBytesUntilTheClientSaysGoodbye) {
    std::array<int, 2> ends{};
    ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()), 0);
    const FileDescriptor client(ends[0]);
    FileDescriptor server(ends[1]);
    Shouter shouter;
    std::mutex board;
    const BoardTurn turn = turn_with(board);
    {
        const std::jthread loop([&](const std::stop_token& stop) { serve_stream(server.get(), shouter, turn, stop); });
        EXPECT_EQ(exchange(client.get(), "abc", 3), "ABC");
        EXPECT_EQ(exchange(client.get(), "dq", 1), "D");
    }
    EXPECT_EQ(shouter.clients, 1);
}

TEST(LineServerTest, ServesOneClientAfterAnotherAndStopsWhenAsked) {
    const FileDescriptor listener(::socket(AF_INET, SOCK_STREAM, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    ASSERT_EQ(::bind(listener.get(), reinterpret_cast<sockaddr*>(&address), size), 0);
    ASSERT_EQ(::listen(listener.get(), 1), 0);
    ASSERT_EQ(::getsockname(listener.get(), reinterpret_cast<sockaddr*>(&address), &size), 0);
    Shouter shouter;
    std::mutex board;
    const BoardTurn turn = turn_with(board);
    std::jthread loop([&](const std::stop_token& stop) { serve_listener(listener.get(), shouter, turn, stop); });
    for (const char* text : {"ab", "cd"}) {
        const FileDescriptor client(::socket(AF_INET, SOCK_STREAM, 0));
        ASSERT_EQ(::connect(client.get(), reinterpret_cast<sockaddr*>(&address), size), 0);
        EXPECT_EQ(exchange(client.get(), text, 2), text[0] == 'a' ? "AB" : "CD");
        exchange(client.get(), "q", 0);
        EXPECT_TRUE(closed(client.get()));
    }
    loop.request_stop();
    loop.join();
    EXPECT_EQ(shouter.clients, 2);
}

TEST(LineServerTest, SurvivesAClientThatLeavesBeforeItsAnswer) {
    std::array<int, 2> ends{};
    ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()), 0);
    FileDescriptor server(ends[1]);
    Shouter shouter;
    std::mutex board;
    const BoardTurn turn = turn_with(board);
    std::unique_lock held(board);
    std::jthread loop([&](const std::stop_token& stop) { serve_stream(server.get(), shouter, turn, stop); });
    EXPECT_EQ(::write(ends[0], "a", 1), 1);
    ::close(ends[0]);
    held.unlock();
    loop.join();
    EXPECT_EQ(shouter.clients, 1);
}

TEST(LineServerTest, WaitsForItsTurnOnTheBoard) {
    std::array<int, 2> ends{};
    ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends.data()), 0);
    const FileDescriptor client(ends[0]);
    FileDescriptor server(ends[1]);
    Shouter shouter;
    std::mutex board;
    const BoardTurn turn = turn_with(board);
    std::unique_lock held(board);
    const std::jthread loop([&](const std::stop_token& stop) { serve_stream(server.get(), shouter, turn, stop); });
    EXPECT_EQ(::write(client.get(), "a", 1), 1);
    char byte = 0;
    EXPECT_EQ(::read(client.get(), &byte, 1), -1);
    EXPECT_EQ(shouter.clients, 0);
    held.unlock();
    while (::read(client.get(), &byte, 1) != 1) std::this_thread::yield();
    EXPECT_EQ(byte, 'A');
    EXPECT_EQ(::write(client.get(), "q", 1), 1);
}

}  // namespace
}  // namespace jig::bench
