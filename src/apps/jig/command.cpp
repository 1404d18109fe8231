// SPDX-License-Identifier: Apache-2.0
#include "apps/jig/command.hpp"

#include "apps/jig/exit_code.hpp"

namespace jig::app {

int code_of(const CommandOutput& output) { return output.error ? exit_code(output.error->kind) : output.exit_code; }

Json whole_json(const CommandOutput& output) {
    Json json = output.json;
    if (!output.error) return json;
    json["error"] = {{"kind", name_of(output.error->kind)}, {"what", output.error->what}};
    json["exit"] = code_of(output);
    return json;
}

CLI::App& add_command(CommandLine& line, CLI::App& parent, const std::string& name, const std::string& what,
                      const std::string& example, Runner runner) {
    CLI::App& command = *parent.add_subcommand(name, what);
    command.add_flag("--json", line.session.json, "One JSON object on stdout; progress goes to stderr");
    command.footer("Example:\n  " + example);
    command.callback([&line, runner = std::move(runner)] { line.runner = runner; });
    return command;
}

void add_probe_option(CommandLine& line, CLI::App& command) {
    command.add_option("-p,--probe", line.session.probe, std::string(probe_help))->type_name("PROBE");
}

}  // namespace jig::app
