// SPDX-License-Identifier: Apache-2.0
#include "bench_command.hpp"

#include <fmt/format.h>
#include <signal.h>

#include <cstdio>
#include <thread>

#include "bench/power.hpp"
#include "bench/serve.hpp"
#include "bench/virtual_bench.hpp"

namespace jig::app {
namespace {

// Asks `stop` when a signal to end arrives. The signals stay blocked in every thread that is started after this.
class SignalStop {
 public:
    SignalStop() {
        ::sigemptyset(&signals_);
        ::sigaddset(&signals_, SIGTERM);
        ::sigaddset(&signals_, SIGINT);
        ::pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
        waiter_ = std::jthread([this](const std::stop_token& done) { wait(done); });
    }
    [[nodiscard]] std::stop_token token() const { return stop_.get_token(); }

 private:
    void wait(const std::stop_token& done) {
        constexpr timespec check{.tv_sec = 0, .tv_nsec = 50'000'000};
        while (!done.stop_requested()) {
            if (::sigtimedwait(&signals_, nullptr, &check) > 0) stop_.request_stop();
        }
    }

    sigset_t signals_{};
    std::stop_source stop_;
    std::jthread waiter_;
};

}  // namespace

Result<void> bench_serve(const std::filesystem::path& bench_file, bool realtime) {
    TRY_ASSIGN(const board::BenchDescription bench, board::load_bench(bench_file));
    const SignalStop signals;
    const auto print = [](const std::string& line) {
        fmt::print("{}\n", line);
        std::fflush(stdout);
    };
    return bench::serve(bench, {.realtime = realtime}, print, signals.token());
}

Result<std::string> bench_power(const std::string& board, bool on) {
    TRY_ASSIGN(const bench::BoardName name, bench::parse_board_name(board));
    TRY_ASSIGN(const bench::PowerReply reply, bench::switch_power(name.bench_file, name.board, on));
    if (reply == bench::PowerReply::switched) return fmt::format("board '{}' is {}", name.board, on ? "on" : "off");
    return fmt::format("board '{}' is not served: it has no power, and gets it when it is opened", name.board);
}

}  // namespace jig::app
