// SPDX-License-Identifier: Apache-2.0
// jig bench look: gives a virtual board power, lets it run, and says what a person in front of it would have seen.
#include <fmt/format.h>

#include "apps/jig/bench_commands.hpp"
#include "apps/jig/duration_words.hpp"
#include "apps/jig/terminal_text.hpp"
#include "bench/virtual_bench.hpp"

namespace jig::app {
namespace {

struct LookWords {
    std::string board;
    std::string duration = "1s";
};

// Toggles within the last run; a lamp that changes more than once a second blinks, to a person.
std::string lamp_text(const board::LampState& lamp, double seconds) {
    if (lamp.toggles < 2) return lamp.lit ? "on" : "off";
    return fmt::format("blinks {:.1f} times a second", static_cast<double>(lamp.toggles) / 2 / seconds);
}

Json lamps_json(const std::vector<board::LampState>& lamps) {
    Json list = Json::array();
    for (const board::LampState& lamp : lamps) {
        list.push_back({{"name", lamp.name}, {"lit", lamp.lit}, {"toggles", lamp.toggles}});
    }
    return list;
}

Result<CommandOutput> look(const LookWords& words) {
    TRY_ASSIGN(const Duration duration, parse_duration(words.duration));
    TRY_ASSIGN(const bench::BoardName name, bench::parse_board_name(words.board));
    TRY_ASSIGN(const auto board, bench::BenchBoard::open(name.bench_file, name.board));
    board->ports().clock().sleep(duration);
    const double seconds = std::chrono::duration<double>(duration).count();
    const std::vector<std::uint8_t> uart = board->board().chip().take_uart_output(1);
    CommandOutput output;
    for (const board::LampState& lamp : board->board().lamps()) {
        output.text += fmt::format("  {:<6} lamp {}\n", lamp.name, lamp_text(lamp, seconds));
    }
    output.text += terminal_text(uart, "  > ");
    output.json = {
        {"result", "pass"}, {"lamps", lamps_json(board->board().lamps())}, {"uart", {{"USART1", ascii_text(uart)}}}};
    return output;
}

}  // namespace

void add_bench_look(CommandLine& line, CLI::App& bench) {
    const auto words = std::make_shared<LookWords>();
    CLI::App& command =
        add_command(line, bench, "look", "Gives a virtual board power and says what it shows",
                    "jig bench look bench.toml/target --for 2s", [words](Session&) { return look(*words); });
    command.add_option("BOARD", words->board, "BENCH.toml/BOARD")->required();
    command.add_option("--for", words->duration, "How long to let it run: 500ms, 2s")->default_val("1s");
}

}  // namespace jig::app
