// SPDX-License-Identifier: Apache-2.0
// jig bench serve: virtual boards for any client, until SIGTERM or SIGINT.
#include <fmt/format.h>
#include <signal.h>

#include <stop_token>
#include <thread>

#include "apps/jig/bench_commands.hpp"
#include "bench/serve.hpp"
#include "board/description.hpp"

namespace jig::app {
namespace {

struct ServeWords {
    std::string file;
    bool realtime = false;
};

// Blocks the ending signals in every thread that is started afterwards, so that only sigwait() sees them.
sigset_t block_ending_signals() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    return signals;
}

// Requests a stop when a signal comes; when serving ends by itself, wakes the waiting thread with one of its own.
class SignalWatch {
 public:
    SignalWatch(const sigset_t& signals, std::stop_source& stop)
        : thread_([signals, &stop] {
              int signal = 0;
              sigwait(&signals, &signal);
              stop.request_stop();
          }) {}
    ~SignalWatch() {
        pthread_kill(thread_.native_handle(), SIGTERM);
        thread_.join();
    }
    SignalWatch(const SignalWatch&) = delete;
    SignalWatch& operator=(const SignalWatch&) = delete;

 private:
    std::thread thread_;
};

void print_line(const std::string& line) {
    fmt::print("{}\n", line);
    std::fflush(stdout);
}

Result<CommandOutput> serve(Session& session, const ServeWords& words) {
    TRY_ASSIGN(const board::BenchDescription description, board::load_bench(words.file));
    std::stop_source stop;
    const SignalWatch watch(block_ending_signals(), stop);
    TRY(bench::serve(description, {.realtime = words.realtime}, print_line, stop.get_token()));
    session.json = false;  // its lines are JSON already, and nothing follows them
    return CommandOutput{};
}

}  // namespace

void add_bench_serve(CommandLine& line, CLI::App& bench) {
    const auto words = std::make_shared<ServeWords>();
    CLI::App& command = add_command(
        line, bench, "serve", "Serves virtual boards until SIGTERM, a JSON line an endpoint",
        "jig bench serve bench.toml --realtime", [words](Session& session) { return serve(session, *words); });
    command.add_option("BENCH", words->file, "The bench file")->required();
    command.add_flag("--realtime", words->realtime,
                     "No answer leaves before a real board would have given it, so that wall clocks can be compared");
}

}  // namespace jig::app
