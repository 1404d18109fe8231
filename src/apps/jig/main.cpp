// SPDX-License-Identifier: Apache-2.0
// jig: reads the command line, runs one subcommand, prints what it found, and ends with its code.
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <optional>
#include <span>
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
                           add_unlock, add_image, add_diff, add_diagnose, add_boot, add_watch, add_bench}) {
        add(line);
    }
}

void show(std::FILE* out, std::string_view text) {
    std::fwrite(text.data(), 1, text.size(), out);
    std::fflush(out);
}

// Half an answer must not pass for a whole one: a full disk or a closed pipe is a failure of its own.
int print(std::string_view text, int code) {
    show(stdout, text);
    if (std::ferror(stdout) == 0) return code;
    std::fputs("jig: writing to standard output failed; give it room and run the same command again\n", stderr);
    return code != exit_done ? code : exit_failed;
}

int print_output(const CommandOutput& output, bool json) {
    const int code = code_of(output);
    if (json) return print(whole_json(output).dump(2) + "\n", code);
    const int printed = print(output.text, code);
    if (output.error) std::fputs(fmt::format("jig: {}\n", output.error->what).c_str(), stderr);
    return printed;
}

int print_error(const Error& error, bool json) {
    return print_output({.text = {}, .json = {{"result", "error"}}, .error = error}, json);
}

// The words that lead down to a command: "jig image pack".
struct Path {
    std::string words = "jig";
    std::optional<Error> wrong = {};
};

// CLI11 would only say that a subcommand is missing; a slip deserves the word that was meant.
Path find_command(const CLI::App& app, std::span<char*> rest, Path path = {}) {
    std::vector<std::string_view> known;
    const auto commands = app.get_subcommands([](const CLI::App*) { return true; });
    for (const CLI::App* command : commands) known.push_back(command->get_name());
    const bool option = !rest.empty() && rest.front()[0] == '-';
    if (known.empty() || option) return path;
    if (rest.empty()) {
        path.wrong = Error{ErrorKind::usage, fmt::format("{} needs a command: {}", path.words, fmt::join(known, ", "))};
        return path;
    }
    const std::string_view word = rest.front();
    const auto found = std::ranges::find(known, word);
    if (found == known.end()) {
        path.wrong = Error{ErrorKind::usage,
                           fmt::format("'{}' is not a command of {}{}", word, path.words, suggestion(word, known))};
        return path;
    }
    path.words += fmt::format(" {}", word);
    return find_command(*commands[static_cast<std::size_t>(found - known.begin())], rest.subspan(1), std::move(path));
}

// CLI11 throws for wrong words and for --help alike; both end here.
int parse(CommandLine& line, int argc, char** argv) {
    // Wrong words may end the parsing before it comes to --json.
    const bool json = std::find(argv, argv + argc, std::string_view("--json")) != argv + argc;
    const Path path = find_command(line.app, std::span(argv + 1, argv + argc));
    if (path.wrong) return print_error(*path.wrong, json);
    try {
        line.app.parse(argc, argv);
        return exit_done;
    } catch (const CLI::CallForHelp&) {
        return print(line.app.help(), exit_done);
    } catch (const CLI::CallForVersion&) {
        return print("jig " JIG_VERSION "\n", exit_done);
    } catch (const CLI::ParseError& error) {
        const Error said{ErrorKind::usage, fmt::format("{}; {} --help shows what there is", error.what(), path.words)};
        return print_error(said, json);
    }
}

}  // namespace

int main(int argc, char** argv) {
    CommandLine line;
    add_all_commands(line);
    const int parsed = parse(line, argc, argv);
    if (parsed != exit_done || !line.runner) return parsed;
    const SteadyClock clock;
    line.session.screen = {stderr, isatty(STDERR_FILENO) == 1, &clock};
    ProgressLine progress(line.session.screen);
    line.session.progress = &progress;
    line.session.show = [out = line.session.json ? stderr : stdout](std::string_view lines) { show(out, lines); };
    Result<CommandOutput> output = line.runner(line.session);
    if (!output) return print_error(output.error(), line.session.json);
    return print_output(*output, line.session.json);
}
