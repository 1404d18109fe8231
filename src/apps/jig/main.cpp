// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "bench_command.hpp"

namespace {

int report(const jig::Error& error) {
    fmt::print(stderr, "jig: {}\n", error.what);
    const bool usage = error.kind == jig::ErrorKind::usage || error.kind == jig::ErrorKind::bad_file;
    return usage ? 2 : 3;
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app("Clones STM32 boards, and says why a clone does not run");
    app.set_version_flag("--version", JIG_VERSION);
    app.require_subcommand(1);
    CLI::App* bench = app.add_subcommand("bench", "Virtual boards that stock programmers take for hardware");
    bench->require_subcommand(1);
    std::string file;
    bool realtime = false;
    CLI::App* serve = bench->add_subcommand("serve", "Serves a bench until SIGTERM");
    serve->add_option("BENCH", file, "The bench file")->required();
    serve->add_flag("--realtime", realtime, "No answer leaves before the board's own clock says so");
    std::string board;
    std::string state;
    CLI::App* power = bench->add_subcommand("power", "Takes a served board's power away, or gives it back");
    power->add_option("BOARD", board, "BENCH.toml/BOARD")->required();
    power->add_option("STATE", state, "off or on")->required()->check(CLI::IsMember({"off", "on"}));
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : 2;
    }
    if (serve->parsed()) {
        const auto served = jig::app::bench_serve(file, realtime);
        return served ? 0 : report(served.error());
    }
    const auto switched = jig::app::bench_power(board, state == "on");
    if (!switched) return report(switched.error());
    fmt::print("{}\n", *switched);
    return 0;
}
