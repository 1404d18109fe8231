// SPDX-License-Identifier: Apache-2.0
// jig bench power: gives a virtual board power or takes it away, also while another process serves it.
#include <fmt/format.h>

#include "apps/jig/bench_commands.hpp"
#include "bench/power.hpp"
#include "bench/virtual_bench.hpp"

namespace jig::app {
namespace {

struct PowerWords {
    std::string board;
    std::string state;
};

Result<CommandOutput> power(const PowerWords& words) {
    TRY_ASSIGN(const bench::BoardName name, bench::parse_board_name(words.board));
    TRY_ASSIGN(const bench::PowerReply reply, bench::switch_power(name.bench_file, name.board, words.state == "on"));
    CommandOutput output;
    const bool served = reply == bench::PowerReply::switched;
    output.text =
        served ? fmt::format("board '{}' is {}\n", name.board, words.state)
               : fmt::format("board '{}' is not served: it has no power, and gets it when it is opened\n", name.board);
    output.json = {{"result", "pass"}, {"board", words.board}, {"power", words.state}, {"served", served}};
    return output;
}

}  // namespace

void add_bench_power(CommandLine& line, CLI::App& bench) {
    const auto words = std::make_shared<PowerWords>();
    CLI::App& command =
        add_command(line, bench, "power", "Gives a virtual board power, or takes it away",
                    "jig bench power bench.toml/target off", [words](Session&) { return power(*words); });
    command.add_option("BOARD", words->board, "BENCH.toml/BOARD")->required();
    command.add_option("STATE", words->state, "on or off")->required()->check(CLI::IsMember({"on", "off"}));
}

}  // namespace jig::app
