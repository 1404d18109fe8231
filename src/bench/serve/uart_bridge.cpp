// SPDX-License-Identifier: Apache-2.0
#include "bench/serve/uart_bridge.hpp"

#include <asm/termbits.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>

namespace jig::bench {
namespace {

// How often the board is looked at: some ten characters at 9600 baud, below what a person notices. While a program is
// asking and waits for answers, as often as an adapter on a full-speed USB.
constexpr int idle_turn_ms = 10;
constexpr int busy_turn_ms = 1;
constexpr int busy_turns = 100;  // behind the last byte
constexpr std::size_t chunk_bytes = 256;

Bytes from_pty(int pty, int turn_ms) {
    pollfd entry{.fd = pty, .events = POLLIN, .revents = 0};
    if (::poll(&entry, 1, turn_ms) <= 0 || (entry.revents & POLLIN) == 0) return {};
    std::array<std::uint8_t, chunk_bytes> chunk{};
    const ssize_t count = ::read(pty, chunk.data(), chunk.size());
    return count > 0 ? Bytes(chunk.begin(), chunk.begin() + count) : Bytes{};
}

void to_pty(int pty, ByteView bytes) {
    pollfd entry{.fd = pty, .events = POLLOUT, .revents = 0};
    while (!bytes.empty() && ::poll(&entry, 1, 0) > 0 && (entry.revents & POLLOUT) != 0) {
        const ssize_t count = ::write(pty, bytes.data(), std::min(bytes.size(), chunk_bytes));
        if (count <= 0) return;
        bytes = bytes.subspan(static_cast<std::size_t>(count));
    }
}

// What the client has set with tcsetattr(): a pty has no wire that it would travel by. 0: it could not be asked.
unsigned baud_of(int pty) {
    termios2 settings{};
    return ::ioctl(pty, TCGETS2, &settings) == 0 ? settings.c_ospeed : 0;
}

}  // namespace

void bridge_uart(int pty_master, ServedBoard& board, const std::stop_token& stop) {
    int busy = 0;
    while (!stop.stop_requested()) {
        const Bytes in = from_pty(pty_master, busy > 0 ? busy_turn_ms : idle_turn_ms);
        const unsigned baud = baud_of(pty_master);
        to_pty(pty_master, board.use([&](LiveBoard& live) { return live.uart().exchange(in, baud); }));
        busy = in.empty() ? std::max(busy - 1, 0) : busy_turns;
    }
}

}  // namespace jig::bench
