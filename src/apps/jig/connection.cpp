// SPDX-License-Identifier: Apache-2.0
#include "apps/jig/connection.hpp"

#include <array>
#include <string_view>

#include "clone/debug_board.hpp"
#include "port/linux/linux_ports.hpp"
#include "probe/list.hpp"

namespace jig::app {
namespace {

constexpr std::string_view bench_prefix = "bench:";

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
    TRY_ASSIGN(std::unique_ptr<probe::Probe> opened, probe::open(*ports, address));
    TRY_ASSIGN(connection.target_, dap::connect(std::move(opened), options));
    connection.board_ = std::make_unique<clone::DebugBoard>(*connection.target_);
    return connection;
}

bool names_a_probe(const std::string& word) {
    constexpr std::array<std::string_view, 7> forms = {
        "bench:", "stlink:", "stlink@", "stlink-tcp:", "cmsis-dap:", "cmsis-dap@", "gpio:"};
    if (word == "stlink" || word == "cmsis-dap") return true;
    for (const std::string_view form : forms) {
        if (word.starts_with(form)) return true;
    }
    return false;
}

}  // namespace jig::app
