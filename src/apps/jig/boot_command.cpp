// SPDX-License-Identifier: Apache-2.0
// jig boot: runs an image on the virtual board, and says what it showed.
#include <fmt/format.h>

#include "apps/jig/boot_output.hpp"

namespace jig::app {
namespace {

std::optional<Error> not_reached(const BootAnswer& answer) {
    if (!answer.until || answer.arrival) return {};
    return Error{ErrorKind::refused,
                 fmt::format("the program did not come to {} in {:.0f} ms; give it more time with --for, or see with "
                             "--trace where it went",
                             hex_address(*answer.until),
                             std::chrono::duration<double, std::milli>(answer.record.duration).count())};
}

// CLI11's own check would print the largest number that it can think of.
std::string some_lines(const std::string& text) {
    const Result<std::uint32_t> number = parse_number(text);
    return number && *number > 0 ? "" : fmt::format("'{}' is not a number of lines, 1 or more", text);
}

Result<CommandOutput> boot_command(const BootWords& words) {
    TRY_ASSIGN(const BootAnswer answer, run_boot(words));
    return CommandOutput{.text = boot_text(answer), .json = boot_json(answer), .error = not_reached(answer)};
}

}  // namespace

void add_boot(CommandLine& line) {
    const auto words = std::make_shared<BootWords>();
    CLI::App& command = add_command(
        line, line.app, "boot", "Runs an archive on the virtual board and says what it shows",
        "jig boot golden.jig --for 2s --board bench.toml/golden", [words](Session&) { return boot_command(*words); });
    command.add_option("FILE", words->file, "The archive")->required();
    command.add_option("--for", words->duration, "How long from power-on: 500ms, 2s")->default_val("2s");
    command.add_option("--board", words->board, "BENCH.toml/BOARD: lamps, pins, crystals of a described board");
    command.add_option("--from", words->from, "Start at the vector table there, as a bootloader would");
    command.add_option("--until", words->until, "Stop before the instruction there runs for the first time");
    command.add_option("--vcd", words->vcd, "Write the pins as a value change dump, which GTKWave opens");
    CLI::Option* trace = command.add_option("--trace", words->trace, "Write a line for every instruction that runs");
    CLI::Option* first =
        command.add_option("--trace-first", words->trace_first, "Lines to write at most (default 1000000)")
            ->needs(trace)
            ->check(some_lines);
    command.add_option("--trace-last", words->trace_last, "Write the last lines instead, so many")
        ->needs(trace)
        ->excludes(first)
        ->check(some_lines);
}

}  // namespace jig::app
