// SPDX-License-Identifier: Apache-2.0
#include "apps/jig/bench_commands.hpp"

namespace jig::app {

void add_bench(CommandLine& line) {
    CLI::App& bench =
        *line.app.add_subcommand("bench", "Virtual boards: serve them to any client, give them power, look");
    bench.require_subcommand(1);
    add_bench_serve(line, bench);
    add_bench_power(line, bench);
    add_bench_look(line, bench);
}

}  // namespace jig::app
