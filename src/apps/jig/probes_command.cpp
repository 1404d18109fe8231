// SPDX-License-Identifier: Apache-2.0
// jig probes: what is plugged in.
#include <fmt/format.h>

#include "apps/jig/command.hpp"
#include "port/linux/linux_ports.hpp"
#include "probe/list.hpp"

namespace jig::app {
namespace {

Json to_json(const probe::ProbeInfo& info) {
    return {{"address", info.address}, {"kind", info.kind}, {"serial", info.serial}};
}

Result<CommandOutput> probes(Session&) {
    const std::unique_ptr<port::Ports> ports = port::linux_ports();
    TRY_ASSIGN(const std::vector<probe::ProbeInfo> found, probe::list(*ports));
    CommandOutput output;
    output.json["probes"] = Json::array();
    for (const probe::ProbeInfo& info : found) {
        output.text += fmt::format("{:<20} {:<14} {}\n", info.address, info.kind, info.serial);
        output.json["probes"].push_back(to_json(info));
    }
    if (found.empty()) {
        output.text = "No probe is plugged in. A virtual one: jig bench serve, or -p bench:BENCH.toml/BOARD\n";
    }
    return output;
}

}  // namespace

void add_probes(CommandLine& line) {
    add_command(line, line.app, "probes", "Lists the probes that are plugged in, by USB port path and serial",
                "jig probes", probes);
}

}  // namespace jig::app
