// SPDX-License-Identifier: Apache-2.0
#include "apps/jig/connection.hpp"

#include <fmt/format.h>

#include <array>
#include <filesystem>
#include <string_view>
#include <system_error>

#include "clone/debug_board.hpp"
#include "clone/serial_board.hpp"
#include "port/linux/linux_ports.hpp"
#include "probe/list.hpp"
#include "probe/uart_bootloader/open_chip.hpp"

namespace jig::app {
namespace {

constexpr std::string_view bench_prefix = "bench:";
constexpr std::string_view uart_prefix = "uart:";

Result<std::unique_ptr<bench::BenchBoard>> open_bench(const std::string& probe) {
    TRY_ASSIGN(const bench::BoardName name, bench::parse_board_name(probe.substr(bench_prefix.size())));
    return bench::BenchBoard::open(name.bench_file, name.board);
}

}  // namespace

Result<Connection> Connection::open(const std::string& probe, const dap::ConnectOptions& options) {
    Connection connection;
    port::Ports* ports = nullptr;
    std::string address = probe;
    if (probe.starts_with(bench_prefix)) {
        TRY_ASSIGN(connection.bench_, open_bench(probe));
        ports = &connection.bench_->ports();
        address = connection.bench_->probe_address();
    } else {
        connection.ports_ = port::linux_ports();
        ports = connection.ports_.get();
    }
    TRY(address.starts_with(uart_prefix) ? connection.open_uart(*ports, address)
                                         : connection.open_debug_port(*ports, address, options));
    return connection;
}

Result<void> Connection::open_uart(port::Ports& ports, const std::string& address) {
    TRY_ASSIGN(auto chip,
               probe::uart_bootloader::open_chip(ports, std::string_view(address).substr(uart_prefix.size())));
    board_ = std::make_unique<clone::SerialBoard>(std::move(chip));
    return {};
}

Result<void> Connection::open_debug_port(port::Ports& ports, const std::string& address,
                                         const dap::ConnectOptions& options) {
    TRY_ASSIGN(std::unique_ptr<probe::Probe> opened, probe::open(ports, address));
    TRY_ASSIGN(target_, dap::connect(std::move(opened), options));
    board_ = std::make_unique<clone::DebugBoard>(*target_);
    return {};
}

Result<dap::Target*> Connection::target() {
    if (target_) return target_.get();
    return fail(ErrorKind::usage, board_->link().address +
                                      " leads to a bootloader and not to the debug port that this needs; use an "
                                      "ST-Link, a CMSIS-DAP probe or GPIO lines");
}

Result<std::string> Connection::locate(const std::string& probe) {
    if (!probe.starts_with(bench_prefix)) return probe::locate(*port::linux_ports(), probe);
    TRY_ASSIGN(const bench::BoardName name, bench::parse_board_name(probe.substr(bench_prefix.size())));
    std::error_code unresolved;  // leaves the file as it was written
    const std::filesystem::path file = std::filesystem::weakly_canonical(name.bench_file, unresolved);
    return fmt::format("{}{}/{}", bench_prefix, file.string(), name.board);
}

bool names_a_probe(const std::string& word) {
    constexpr std::array<std::string_view, 8> forms = {
        "bench:", "stlink:", "stlink@", "stlink-tcp:", "cmsis-dap:", "cmsis-dap@", "gpio:", "uart:"};
    if (word == "stlink" || word == "cmsis-dap") return true;
    for (const std::string_view form : forms) {
        if (word.starts_with(form)) return true;
    }
    return false;
}

}  // namespace jig::app
