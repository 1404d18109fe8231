// SPDX-License-Identifier: Apache-2.0
// jig info: who a chip is, as far as reading can tell. The firmware is not disturbed unless --reset asks for it.
#include <fmt/format.h>

#include "apps/jig/command.hpp"
#include "apps/jig/connection.hpp"
#include "apps/jig/option_output.hpp"
#include "base/bytes.hpp"
#include "chip/part.hpp"
#include "clone/identify.hpp"
#include "clone/pending_protection.hpp"

namespace jig::app {
namespace {

// A bootloader tells DEV_ID alone, and DBGMCU_IDCODE reads 0 while no debugger is connected.
std::string revision(const clone::Identity& identity, const dap::Link& link) {
    if (link.baud && identity.dbgmcu_idcode >> 16 == 0) return "not to be read through a bootloader";
    const auto rev_id = static_cast<std::uint16_t>(identity.dbgmcu_idcode >> 16);
    const auto letters = chip::revision_letters(*identity.density, rev_id);
    return letters ? std::string(*letters) : fmt::format("not listed by ST (REV_ID 0x{:04x})", rev_id);
}

std::string volts_text(const dap::Link& link) {
    return link.volts ? fmt::format("{:.2f} V", *link.volts) : std::string("not measured by this probe");
}

const char* protection_text(const clone::Identity& identity) {
    if (identity.read_protected) return "read-protected";
    if (!clone::protection_is_pending(identity)) return "readable";
    return "readable now, but the option bytes protect it from the next power-on or reset on";
}

std::string nrst_text(const dap::Link& link) {
    if (link.baud != 0) return "not known; this way in is no debug port";
    if (!link.nrst_wired) return "not known; `jig info --reset` pulls it and sees, which restarts the firmware";
    return *link.nrst_wired ? "wired: pulling it resets the chip" : "not wired: pulling it resets nothing";
}

std::string speed_text(const dap::Link& link) {
    return link.baud != 0 ? fmt::format("{} baud", link.baud) : fmt::format("SWD at {} kHz", link.speed_khz);
}

std::string info_text(const clone::Identity& identity, const dap::Link& link) {
    std::string text = fmt::format("part          {}\n", identity.part_names());
    text += fmt::format("revision      {}\n", revision(identity, link));
    text += fmt::format("silicon       {}\n", identity.silicon.name);
    for (const std::string& sentence : identity.silicon.evidence) text += fmt::format("              {}\n", sentence);
    text += identity.flash_size_kb ? fmt::format("flash         {} KB\n", *identity.flash_size_kb)
                                   : std::string("flash         size register unreadable\n");
    text += fmt::format("UID           {}\n", identity.uid_hex());
    text += fmt::format("protection    {}\n", protection_text(identity));
    text += fmt::format("supply        {}\n", volts_text(link));
    text += fmt::format("nRST          {}\n", nrst_text(link));
    text += fmt::format("probe         {} at {}, {}\n", link.probe, link.address, speed_text(link));
    for (const std::string& note : link.notes) text += fmt::format("              {}\n", note);
    return text + option_bytes_text(chip::OptionBytes(identity.option_bytes), part_for_options(identity));
}

Json info_json(const clone::Identity& identity, const dap::Link& link) {
    Json candidates = Json::array();
    for (const chip::Part* part : identity.candidates) candidates.push_back(std::string(part->name));
    Json object;
    object["result"] = "pass";
    object["part"] = identity.part_name();
    object["candidates"] = candidates;
    object["revision"] = revision(identity, link);
    object["silicon"] = {{"key", identity.silicon.key},
                         {"name", identity.silicon.name},
                         {"genuine", identity.silicon.genuine},
                         {"evidence", identity.silicon.evidence}};
    object["flash_kb"] = identity.flash_size_kb ? Json(*identity.flash_size_kb) : Json(nullptr);
    object["uid"] = identity.uid_hex();
    object["read_protected"] = identity.read_protected;
    object["protection_pending"] = clone::protection_is_pending(identity);
    object["dpidr"] = hex_address(identity.dpidr);
    object["dbgmcu_idcode"] = hex_address(identity.dbgmcu_idcode);
    object["cpuid"] = hex_address(identity.cpuid);
    object["flash_obr"] = hex_address(identity.flash_obr);
    object["flash_wrpr"] = hex_address(identity.flash_wrpr);
    object["option_bytes"] = option_bytes_json(chip::OptionBytes(identity.option_bytes), part_for_options(identity));
    object["volts"] = link.volts ? Json(*link.volts) : Json(nullptr);
    object["nrst_wired"] = link.nrst_wired ? Json(*link.nrst_wired) : Json(nullptr);
    object["probe"] = link.address;
    object["probe_kind"] = link.probe;
    object["speed_khz"] = link.speed_khz;
    if (link.baud != 0) object["baud"] = link.baud;
    object["notes"] = link.notes;
    return object;
}

Result<CommandOutput> info(Session& session, bool reset) {
    const dap::ConnectHow how = reset ? dap::ConnectHow::automatic : dap::ConnectHow::attach;
    TRY_ASSIGN(Connection connection, Connection::open(session.probe, {.how = how}));
    TRY_ASSIGN(const clone::Identity identity, clone::identify(connection.board()));
    CommandOutput output;
    output.text = info_text(identity, connection.board().link());
    output.json = info_json(identity, connection.board().link());
    return output;
}

}  // namespace

void add_info(CommandLine& line) {
    const auto reset = std::make_shared<bool>(false);
    CLI::App& command =
        add_command(line, line.app, "info", "Says what chip is there: part, maker, size, UID, protection, option bytes",
                    "jig info -p stlink@1-2", [reset](Session& session) { return info(session, *reset); });
    add_probe_option(line, command);
    command.add_flag("--reset", *reset,
                     "Connects under reset, as capture and clone do, and says whether nRST is wired; the firmware "
                     "restarts");
}

}  // namespace jig::app
