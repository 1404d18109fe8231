// SPDX-License-Identifier: Apache-2.0
// jig info: who a chip is, as far as reading can tell. The firmware is not disturbed.
#include <fmt/format.h>

#include "apps/jig/command.hpp"
#include "apps/jig/connection.hpp"
#include "apps/jig/option_output.hpp"
#include "base/bytes.hpp"
#include "chip/part.hpp"
#include "clone/identify.hpp"

namespace jig::app {
namespace {

std::string revision(const clone::Identity& identity) {
    const auto rev_id = static_cast<std::uint16_t>(identity.dbgmcu_idcode >> 16);
    const auto letters = chip::revision_letters(*identity.density, rev_id);
    return letters ? std::string(*letters) : fmt::format("not listed by ST (REV_ID 0x{:04x})", rev_id);
}

std::string volts_text(const dap::Target& target) {
    return target.volts() ? fmt::format("{:.2f} V", *target.volts()) : std::string("not measured by this probe");
}

std::string info_text(const clone::Identity& identity, const dap::Target& target) {
    std::string text = fmt::format("part          {}\n", identity.part_names());
    text += fmt::format("revision      {}\n", revision(identity));
    text += fmt::format("silicon       {}\n", identity.silicon.name);
    for (const std::string& sentence : identity.silicon.evidence) text += fmt::format("              {}\n", sentence);
    text += identity.flash_size_kb ? fmt::format("flash         {} KB\n", *identity.flash_size_kb)
                                   : std::string("flash         size register unreadable\n");
    text += fmt::format("UID           {}\n", identity.uid_hex());
    text += fmt::format("protection    {}\n", identity.read_protected ? "read-protected" : "readable");
    text += fmt::format("supply        {}\n", volts_text(target));
    return text + option_bytes_text(chip::OptionBytes(identity.option_bytes), part_for_options(identity));
}

Json info_json(const clone::Identity& identity, const dap::Target& target) {
    Json candidates = Json::array();
    for (const chip::Part* part : identity.candidates) candidates.push_back(std::string(part->name));
    Json object;
    object["result"] = "pass";
    object["part"] = identity.part_name();
    object["candidates"] = candidates;
    object["revision"] = revision(identity);
    object["silicon"] = {{"key", identity.silicon.key},
                         {"name", identity.silicon.name},
                         {"genuine", identity.silicon.genuine},
                         {"evidence", identity.silicon.evidence}};
    object["flash_kb"] = identity.flash_size_kb ? Json(*identity.flash_size_kb) : Json(nullptr);
    object["uid"] = identity.uid_hex();
    object["read_protected"] = identity.read_protected;
    object["dpidr"] = hex_address(identity.dpidr);
    object["dbgmcu_idcode"] = hex_address(identity.dbgmcu_idcode);
    object["cpuid"] = hex_address(identity.cpuid);
    object["flash_obr"] = hex_address(identity.flash_obr);
    object["flash_wrpr"] = hex_address(identity.flash_wrpr);
    object["option_bytes"] = option_bytes_json(chip::OptionBytes(identity.option_bytes), part_for_options(identity));
    object["volts"] = target.volts() ? Json(*target.volts()) : Json(nullptr);
    object["probe"] = target.probe_address();
    return object;
}

Result<CommandOutput> info(Session& session) {
    TRY_ASSIGN(Connection connection, Connection::open(session.probe, {.how = dap::ConnectHow::attach}));
    TRY_ASSIGN(const clone::Identity identity, clone::identify(connection.target()));
    CommandOutput output;
    output.text = info_text(identity, connection.target());
    output.json = info_json(identity, connection.target());
    return output;
}

}  // namespace

void add_info(CommandLine& line) {
    CLI::App& command =
        add_command(line, line.app, "info", "Says what chip is there: part, maker, size, UID, protection, option bytes",
                    "jig info -p stlink@1-2", info);
    add_probe_option(line, command);
}

}  // namespace jig::app
