// SPDX-License-Identifier: Apache-2.0
#include "bench/serve/uart_bridge.hpp"

#include <poll.h>
#include <unistd.h>

#include <array>

namespace jig::bench {
namespace {

constexpr unsigned usart = 1;
// How often the board is looked at: some ten characters at 9600 baud, below what a person notices.
constexpr int turn_ms = 10;
constexpr std::size_t chunk_bytes = 256;

Bytes from_pty(int pty) {
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

}  // namespace

void bridge_uart(int pty_master, ServedBoard& board, const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        const Bytes in = from_pty(pty_master);
        const Bytes out = board.use([&](LiveBoard& live) {
            machine::Chip& chip = live.board().chip();
            if (!in.empty()) chip.send_to_uart(usart, in);
            return chip.take_uart_output(usart);
        });
        to_pty(pty_master, out);
    }
}

}  // namespace jig::bench
