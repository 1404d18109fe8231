// SPDX-License-Identifier: Apache-2.0
// jig: reads the command line, runs one subcommand, prints what it found, and ends with its code.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <optional>
#include <string_view>
#include <vector>

#include "apps/jig/command.hpp"
#include "apps/jig/exit_code.hpp"
#include "apps/jig/progress_line.hpp"
#include "base/nearest.hpp"

namespace {

using namespace jig;
using namespace jig::app;

void add_all_commands(CommandLine& line) {
    line.app.name("jig");
    line.app.require_subcommand(1);
    line.app.set_version_flag("--version", "jig " JIG_VERSION);
    line.app.footer("jig COMMAND --help shows one command with an example.");
    for (const auto add : {add_probes, add_info, add_capture, add_clone, add_verify, add_restore, add_options,
                           add_unlock, add_image, add_bench}) {
        add(line);
    }
}

int print_error(const Error& error, bool json) {
    const int code = exit_code(error.kind);
    if (json) {
        const Json object = {
            {"result", "error"}, {"error", {{"kind", name_of(error.kind)}, {"what", error.what}}}, {"exit", code}};
        fmt::print("{}\n", object.dump(2));
    } else {
        fmt::print(stderr, "jig: {}\n", error.what);
    }
    return code;
}

int print_output(const CommandOutput& output, bool json) {
    if (json) {
        fmt::print("{}\n", output.json.dump(2));
    } else {
        fmt::print("{}", output.text);
    }
    return output.exit_code;
}

// CLI11 would only say that a subcommand is missing; a slip deserves the word that was meant.
std::optional<Error> unknown_command(const CLI::App& app, int argc, char** argv) {
    if (argc < 2 || argv[1][0] == '-') return std::nullopt;
    std::vector<std::string> names;
    for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
        names.push_back(command->get_name());
    }
    const std::vector<std::string_view> known(names.begin(), names.end());
    if (std::ranges::find(known, argv[1]) != known.end()) return std::nullopt;
    return Error{ErrorKind::usage, fmt::format("'{}' is not a command{}", argv[1], suggestion(argv[1], known))};
}

// CLI11 throws for wrong words and for --help alike; both end here.
int parse(CommandLine& line, int argc, char** argv) {
    if (const auto unknown = unknown_command(line.app, argc, argv)) return print_error(*unknown, false);
    try {
        line.app.parse(argc, argv);
        return exit_done;
    } catch (const CLI::CallForHelp&) {
        fmt::print("{}", line.app.help());
    } catch (const CLI::CallForVersion&) {
        fmt::print("jig {}\n", JIG_VERSION);
    } catch (const CLI::ParseError& error) {
        const Error said{ErrorKind::usage, fmt::format("{}; jig --help shows what there is", error.what())};
        return print_error(said, line.session.json);
    }
    return exit_done;
}

}  // namespace

int main(int argc, char** argv) {
    CommandLine line;
    add_all_commands(line);
    const int parsed = parse(line, argc, argv);
    if (parsed != exit_done || !line.runner) return parsed;
    const SteadyClock clock;
    ProgressLine progress(stderr, isatty(STDERR_FILENO) == 1, clock);
    line.session.progress = &progress;
    const Result<CommandOutput> output = line.runner(line.session);
    if (!output) return print_error(output.error(), line.session.json);
    return print_output(*output, line.session.json);
}
