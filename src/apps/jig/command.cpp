// SPDX-License-Identifier: Apache-2.0
#include "apps/jig/command.hpp"

namespace jig::app {

CLI::App& add_command(CommandLine& line, CLI::App& parent, const std::string& name, const std::string& what,
                      const std::string& example, Runner runner) {
    CLI::App& command = *parent.add_subcommand(name, what);
    command.add_flag("--json", line.session.json, "One JSON object on stdout; progress goes to stderr");
    command.footer("Example:\n  " + example);
    command.callback([&line, runner = std::move(runner)] { line.runner = runner; });
    return command;
}

void add_probe_option(CommandLine& line, CLI::App& command) {
    command
        .add_option("-p,--probe", line.session.probe,
                    "Where the board is: stlink[:SERIAL], stlink@USB-PORT-PATH, stlink-tcp:HOST:PORT[/N], "
                    "cmsis-dap[:SERIAL], cmsis-dap@USB-PORT-PATH, gpio:CHIP:SWCLK:SWDIO[:NRST], "
                    "bench:BENCH.toml/BOARD. Default: the only probe there is")
        ->type_name("PROBE");
}

}  // namespace jig::app
