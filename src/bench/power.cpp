// SPDX-License-Identifier: Apache-2.0
#include "bench/power.hpp"

#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <array>

#include "bench/find_board.hpp"
#include "bench/os/listener.hpp"
#include "bench/serve/power_socket.hpp"
#include "bench/state/state_folder.hpp"

namespace jig::bench {
namespace {

constexpr int answer_within_s = 5;  // a server simulates at most two seconds of idle time before it answers

Result<PowerReply> ask(const FileDescriptor& server, const std::string& board, bool on) {
    const std::string_view request = on ? "on\n" : "off\n";
    std::array<char, 3> reply{};
    const timeval limit{.tv_sec = answer_within_s, .tv_usec = 0};
    const bool answered =
        ::setsockopt(server.get(), SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit) == 0 &&
        ::send(server.get(), request.data(), request.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(request.size()) &&
        ::recv(server.get(), reply.data(), reply.size(), MSG_WAITALL) == static_cast<ssize_t>(reply.size());
    if (!answered || std::string_view(reply.data(), reply.size()) != "ok\n") {
        return fail(ErrorKind::internal,
                    fmt::format("the process that serves board '{}' did not switch its power within {} s; see whether "
                                "it still runs",
                                board, answer_within_s));
    }
    return PowerReply::switched;
}

}  // namespace

Result<PowerReply> switch_power(const std::filesystem::path& bench_file, const std::string& board, bool on) {
    TRY_ASSIGN(const board::BenchDescription bench, board::load_bench(bench_file));
    TRY_ASSIGN(const board::BoardDescription* description, find_board(bench, board));
    const auto server = connect_unix(power_socket_path(bench.state / description->name));
    if (server) return ask(*server, board, on);
    TRY_ASSIGN(const bool in_use, StateFolder::in_use(bench.state, board));
    if (!in_use) return PowerReply::not_served;
    return fail(
        ErrorKind::internal,
        fmt::format("board '{}' is open in a process that has no power switch; only jig bench serve has one", board));
}

}  // namespace jig::bench
