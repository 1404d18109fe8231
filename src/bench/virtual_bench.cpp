// SPDX-License-Identifier: Apache-2.0
#include "bench/virtual_bench.hpp"

#include <fmt/format.h>

#include "bench/bench_ports.hpp"
#include "bench/bootloader/serial_port.hpp"
#include "bench/find_board.hpp"
#include "bench/gpio/gpio_lines.hpp"
#include "bench/live_board.hpp"

namespace jig::bench {
namespace {

class InProcessBoard final : public BenchBoard {
 public:
    explicit InProcessBoard(std::unique_ptr<LiveBoard> live) : live_(std::move(live)), ports_(*live_) {}

    port::Ports& ports() override { return ports_; }
    std::string probe_address() override {
        const board::BoardDescription& board = live_->description();
        if (board.probe == board::ProbeKind::gpio) {
            return fmt::format("gpio:{}:0:1{}", gpio_chip, board.nrst_wired ? ":2" : "");
        }
        // A board whose BOOT0 is not strapped high is one whose adapter moves the boot pins.
        if (board.probe == board::ProbeKind::bootloader) {
            return fmt::format("uart:{}{}", uart_port_name, board.boot0_high ? "" : ",boot0=rts,nrst=dtr");
        }
        return {};
    }
    board::Board& board() override { return live_->board(); }
    void power_cycle(Duration off_time) override {
        live_->power_off();
        live_->clock().sleep(off_time);
        live_->power_on();
    }

 private:
    std::unique_ptr<LiveBoard> live_;
    BenchPorts ports_;
};

}  // namespace

Result<std::unique_ptr<BenchBoard>> BenchBoard::open(const std::filesystem::path& bench_file,
                                                     const std::string& board) {
    TRY_ASSIGN(const board::BenchDescription bench, board::load_bench(bench_file));
    TRY_ASSIGN(const board::BoardDescription* description, find_board(bench, board));
    TRY_ASSIGN(std::unique_ptr<LiveBoard> live, LiveBoard::open(bench, *description));
    return std::make_unique<InProcessBoard>(std::move(live));
}

Result<BoardName> parse_board_name(std::string_view text) {
    const std::size_t slash = text.rfind('/');
    if (slash == std::string_view::npos || slash == 0 || slash + 1 == text.size()) {
        return fail(ErrorKind::usage, fmt::format("'{}' names no board of a bench file; write BENCH.toml/BOARD", text));
    }
    return BoardName{std::filesystem::path(text.substr(0, slash)), std::string(text.substr(slash + 1))};
}

}  // namespace jig::bench
