// SPDX-License-Identifier: Apache-2.0
// A subcommand: the words it takes, and what it hands back. Every subcommand lives in a file of its own and adds itself
// to the CommandLine; nothing but main prints.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "apps/jig/screen.hpp"
#include "base/progress.hpp"
#include "base/result.hpp"

namespace jig::app {

using Json = nlohmann::ordered_json;

// The same facts for a person and for a program.
struct CommandOutput {
    std::string text;  // whole lines
    Json json = Json::object();
    int exit_code = 0;
    std::optional<Error> error = {};  // what ended the command, after what it had found by then
};

// The exit code that the error, or the command, asks for.
[[nodiscard]] int code_of(const CommandOutput& output);
// `output.json`, with the error and its exit code when there was one.
[[nodiscard]] Json whole_json(const CommandOutput& output);

// What every subcommand is handed when it runs.
struct Session {
    std::string probe;  // the word behind -p; empty: the only probe there is
    bool json = false;
    Progress* progress = nullptr;  // never null while a command runs
    Screen screen = {};            // for who shows the progress of several boards
    // Shows whole lines at once, for what a person should not have to wait for: as the beginning of the answer, or with
    // --json on standard error, where they do no harm. Never empty while a command runs.
    std::function<void(std::string_view)> show;
};

using Runner = std::function<Result<CommandOutput>(Session&)>;

// The command line while it is being read: subcommands leave what is to be run in `runner`.
struct CommandLine {
    CLI::App app{"Clones STM32 boards, and says why a clone does not run."};
    Session session;
    Runner runner;
};

// A subcommand with --json, its example behind --help, and `runner` as what it does.
CLI::App& add_command(CommandLine& line, CLI::App& parent, const std::string& name, const std::string& what,
                      const std::string& example, Runner runner);
// What -p takes.
inline constexpr std::string_view probe_help =
    "Where the board is: stlink[:SERIAL], stlink@USB-PORT-PATH, stlink-tcp:HOST:PORT[/N], cmsis-dap[:SERIAL], "
    "cmsis-dap@USB-PORT-PATH, gpio:CHIP:SWCLK:SWDIO[:NRST], uart:PATH[@BAUD], bench:BENCH.toml/BOARD. Default: "
    "the only probe there is";
// -p PROBE, for the subcommands that talk to a board.
void add_probe_option(CommandLine& line, CLI::App& command);

void add_probes(CommandLine& line);
void add_info(CommandLine& line);
void add_capture(CommandLine& line);
void add_clone(CommandLine& line);
void add_verify(CommandLine& line);
void add_restore(CommandLine& line);
void add_options(CommandLine& line);
void add_unlock(CommandLine& line);
void add_image(CommandLine& line);
void add_boot(CommandLine& line);
void add_diff(CommandLine& line);
void add_watch(CommandLine& line);
void add_diagnose(CommandLine& line);
void add_bench(CommandLine& line);

}  // namespace jig::app
