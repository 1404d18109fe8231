// SPDX-License-Identifier: Apache-2.0
#include "bench/serve.hpp"

#include <condition_variable>
#include <nlohmann/json.hpp>
#include <thread>

#include "bench/buspirate/bus_pirate.hpp"
#include "bench/buspirate/pty.hpp"
#include "bench/remote_bitbang/remote_bitbang.hpp"
#include "bench/serve/adapter_turn.hpp"
#include "bench/serve/connection_server.hpp"
#include "bench/serve/dap_tcp.hpp"
#include "bench/serve/power_socket.hpp"
#include "bench/serve/served_board.hpp"
#include "bench/serve/stlink_tcp.hpp"
#include "bench/serve/uart_bridge.hpp"
#include "bench/serve/usb_socket.hpp"

namespace jig::bench {
namespace {

using Json = nlohmann::ordered_json;

// How often boards live up to now in real time, so that a client finds them there without delay.
constexpr auto heartbeat = std::chrono::milliseconds(5);

constexpr std::size_t most_clients = 64;  // of one socket
// The pins of an adapter that moves single bits belong to one client at a time.
constexpr std::size_t one_client = 1;

class Server {
 public:
    Server(const ServeOptions& options, const OnLine& on_line) : options_(options), on_line_(on_line) {}

    Result<void> start(const board::BenchDescription& bench);
    // Stops every thread before its socket goes away.
    void stop();
    void report() const;

 private:
    Result<void> start_board(ServedBoard& board);
    Result<void> start_stlink_tcp(std::uint16_t port);
    // Nothing is served for a board without such a probe.
    Result<void> start_usb(ServedBoard& board, const char* endpoint, const std::filesystem::path& path,
                           UsbProbe* probe);
    Result<void> start_dap_tcp(ServedBoard& board, std::uint16_t port);
    Result<void> start_bitbang(ServedBoard& board, std::uint16_t port);
    Result<void> start_buspirate(ServedBoard& board, const std::filesystem::path& link);
    Result<void> start_uart(ServedBoard& board, const std::filesystem::path& link);
    void start_heartbeat(ServedBoard& board);
    void add(Listener listener, MakeProtocol make_protocol, std::size_t most = most_clients);

    ServeOptions options_;
    const OnLine& on_line_;
    SteadyClock wall_;
    std::vector<std::unique_ptr<ServedBoard>> boards_;
    std::vector<std::jthread> threads_;
};

Result<void> Server::start(const board::BenchDescription& bench) {
    for (const board::BoardDescription& description : bench.boards) {
        TRY_ASSIGN(std::unique_ptr<LiveBoard> live, LiveBoard::open(bench, description));
        boards_.push_back(std::make_unique<ServedBoard>(std::move(live), wall_, options_.realtime));
    }
    if (bench.stlink_tcp) TRY(start_stlink_tcp(*bench.stlink_tcp));
    for (const auto& board : boards_) TRY(start_board(*board));
    on_line_(Json{{"ready", true}}.dump());
    return {};
}

Result<void> Server::start_stlink_tcp(std::uint16_t port) {
    std::vector<ServedBoard*> stlinks;
    for (const auto& board : boards_) {
        if (board->live().stlink() != nullptr) stlinks.push_back(board.get());
    }
    TRY_ASSIGN(Listener listener, Listener::tcp(port));
    for (std::size_t device = 0; device < stlinks.size(); ++device) {
        on_line_(Json{
            {"board", stlinks[device]->name()},
            {"endpoint", "stlink-tcp"},
            {"address", listener.address()},
            {"device",
             device}}.dump());
    }
    add(std::move(listener), [stlinks] { return std::make_unique<StlinkTcp>(stlinks); });
    return {};
}

Result<void> Server::start_board(ServedBoard& board) {
    const board::BoardDescription& description = board.description();
    TRY_ASSIGN(Listener power, Listener::unix(power_socket_path(board.live().folder())));
    add(std::move(power), [&board] { return std::make_unique<PowerSocket>(board); });
    if (description.usb_socket) TRY(start_usb(board, "usb-socket", *description.usb_socket, board.live().usb_probe()));
    if (description.dap_socket) TRY(start_usb(board, "dap-socket", *description.dap_socket, board.live().dap_v2()));
    if (description.cmsis_dap_port) TRY(start_dap_tcp(board, *description.cmsis_dap_port));
    if (description.bitbang_port) TRY(start_bitbang(board, *description.bitbang_port));
    if (description.buspirate) TRY(start_buspirate(board, *description.buspirate));
    if (description.uart) TRY(start_uart(board, *description.uart));
    if (options_.realtime) start_heartbeat(board);
    return {};
}

Result<void> Server::start_usb(ServedBoard& board, const char* endpoint, const std::filesystem::path& path,
                               UsbProbe* probe) {
    if (probe == nullptr) return {};
    TRY_ASSIGN(Listener listener, Listener::unix(path));
    on_line_(Json{{"board", board.name()}, {"endpoint", endpoint}, {"address", listener.address()}}.dump());
    add(std::move(listener), [&board, probe] { return std::make_unique<UsbSocket>(board, *probe); });
    return {};
}

Result<void> Server::start_uart(ServedBoard& board, const std::filesystem::path& link) {
    TRY_ASSIGN(Pty pty, Pty::open(link));
    on_line_(Json{{"board", board.name()}, {"endpoint", "uart"}, {"address", link.string()}}.dump());
    threads_.emplace_back(
        [&board, pty = std::move(pty)](const std::stop_token& stop) { bridge_uart(pty.master(), board, stop); });
    return {};
}

Result<void> Server::start_dap_tcp(ServedBoard& board, std::uint16_t port) {
    TRY_ASSIGN(Listener listener, Listener::tcp(port));
    on_line_(Json{{"board", board.name()}, {"endpoint", "cmsis-dap-tcp"}, {"address", listener.address()}}.dump());
    add(std::move(listener), [&board] { return std::make_unique<DapTcp>(board, *board.live().dap_v2()); }, one_client);
    return {};
}

Result<void> Server::start_bitbang(ServedBoard& board, std::uint16_t port) {
    TRY_ASSIGN(Listener listener, Listener::tcp(port));
    on_line_(Json{{"board", board.name()}, {"endpoint", "remote-bitbang"}, {"address", listener.address()}}.dump());
    add(std::move(listener), [&board] { return std::make_unique<AdapterTurn<RemoteBitbang>>(board); }, one_client);
    return {};
}

Result<void> Server::start_buspirate(ServedBoard& board, const std::filesystem::path& link) {
    TRY_ASSIGN(Pty pty, Pty::open(link));
    on_line_(Json{{"board", board.name()}, {"endpoint", "buspirate"}, {"address", link.string()}}.dump());
    threads_.emplace_back([&board, pty = std::move(pty)](const std::stop_token& stop) {
        // A serial port has no connections: the mode stays what the last client left.
        AdapterTurn<BusPirate> protocol(board);
        while (!stop.stop_requested()) serve_stream(pty.master(), protocol, stop);
    });
    return {};
}

void Server::start_heartbeat(ServedBoard& board) {
    threads_.emplace_back([&board](const std::stop_token& stop) {
        while (!stop.stop_requested()) {
            board.catch_up();
            std::this_thread::sleep_for(heartbeat);
        }
    });
}

void Server::add(Listener listener, MakeProtocol make_protocol, std::size_t most) {
    threads_.emplace_back([listener = std::move(listener), make_protocol = std::move(make_protocol), most](
                              const std::stop_token& stop) { serve_connections(listener, make_protocol, most, stop); });
}

void Server::stop() {
    for (std::jthread& thread : threads_) thread.request_stop();
    threads_.clear();
}

void Server::report() const {
    for (const auto& board : boards_) {
        LiveBoard& live = board->live();
        const WallPace::Lateness& late = board->pace().lateness();
        const auto seconds = [](Duration duration) { return std::chrono::duration<double>(duration).count(); };
        on_line_(Json{{"board", board->name()},
                      {"commands", live.usb_probe() != nullptr ? live.usb_probe()->commands() : 0},
                      {"transactions", live.debug_port().counters().transactions},
                      {"waits", live.debug_port().counters().waits},
                      {"faults", live.debug_port().counters().faults},
                      {"swclk", live.wire().cycles()},
                      {"modelled_seconds", seconds(live.clock().now())},
                      {"late_seconds", seconds(late.total)},
                      {"worst_late_seconds", seconds(late.worst)}}
                     .dump());
    }
}

}  // namespace

Result<void> serve(const board::BenchDescription& bench, const ServeOptions& options, const OnLine& on_line,
                   const std::stop_token& stop) {
    Server server(options, on_line);
    const Result<void> started = server.start(bench);
    if (started) {
        std::mutex mutex;
        std::condition_variable_any stopped;
        std::unique_lock lock(mutex);
        stopped.wait(lock, stop, [] { return false; });
    }
    server.stop();
    if (started) server.report();
    return started;
}

}  // namespace jig::bench
