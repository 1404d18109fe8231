// SPDX-License-Identifier: Apache-2.0
// jig options get and set: option bytes by name or raw, and what takes effect when.
#include "clone/capture.hpp"
#include "clone/options.hpp"

#include <fmt/format.h>

#include "apps/jig/backup_words.hpp"
#include "apps/jig/command.hpp"
#include "apps/jig/connection.hpp"
#include "apps/jig/option_output.hpp"
#include "base/bytes.hpp"
#include "chip/option_text.hpp"
#include "clone/identify.hpp"

namespace jig::app {
namespace {

struct SetWords {
    std::vector<std::string> assignments;
    std::string backup = "backups";
};

Json state_json(const clone::OptionState& state, const chip::Part& part) {
    return {{"result", "pass"},
            {"stored", state.stored ? option_bytes_json(chip::OptionBytes(*state.stored), part) : Json(nullptr)},
            {"flash_obr", hex_address(state.flash_obr)},
            {"flash_wrpr", hex_address(state.flash_wrpr)},
            {"read_protected", state.read_protected}};
}

std::string state_text(const clone::OptionState& state, const chip::Part& part) {
    return (state.stored ? option_bytes_text(chip::OptionBytes(*state.stored), part)
                         : std::string("option bytes  hidden by the read protection\n")) +
           fmt::format("in force      FLASH_OBR {}, FLASH_WRPR {}: {}\n", hex_address(state.flash_obr),
                       hex_address(state.flash_wrpr), state.read_protected ? "read-protected" : "readable");
}

Result<CommandOutput> get(Session& session) {
    TRY_ASSIGN(Connection connection, Connection::open(session.probe, {.how = dap::ConnectHow::attach}));
    TRY_ASSIGN(const clone::Identity identity, clone::identify(connection.board()));
    TRY_ASSIGN(const clone::OptionState state, clone::read_options(connection.board()));
    const chip::Part& part = part_for_options(identity);
    return CommandOutput{state_text(state, part), state_json(state, part)};
}

// A reset would load what is stored, and with it a read protection that is not in force yet.
Result<CommandOutput> set(Session& session, const SetWords& words) {
    TRY_ASSIGN(Connection connection, Connection::open(session.probe, {.how = dap::ConnectHow::without_reset}));
    TRY_ASSIGN(const clone::Identity identity, clone::identify(connection.board()));
    TRY_ASSIGN(const clone::OptionState before, clone::read_options(connection.board()));
    const chip::Part& part = part_for_options(identity);
    if (!before.stored) return fail(clone::read_protected_error(identity));
    chip::OptionBytes wanted(*before.stored);
    for (const std::string& assignment : words.assignments) TRY(chip::apply_option(wanted, assignment, part));
    TRY_ASSIGN(const std::vector<std::string> notes,
               clone::write_options(connection.board(), wanted.raw(), backup_place(words.backup), *session.progress));
    TRY_ASSIGN(const clone::OptionState after, clone::read_options(connection.board()));
    CommandOutput output{state_text(after, part), state_json(after, part)};
    for (const std::string& note : notes) output.text += note + "\n";
    output.json["notes"] = notes;
    return output;
}

}  // namespace

void add_options(CommandLine& line) {
    CLI::App& options = *line.app.add_subcommand("options", "Option bytes: shows them, sets them");
    options.require_subcommand(1);
    add_probe_option(line, add_command(line, options, "get", "Shows the option bytes as stored and as in force",
                                       "jig options get -p stlink@1-2", get));
    const auto words = std::make_shared<SetWords>();
    CLI::App& set_command = add_command(line, options, "set", "Writes option bytes by name, or all sixteen raw",
                                        "jig options set WRP0=0xfe WDG_SW=0 -p stlink@1-2",
                                        [words](Session& session) { return set(session, *words); });
    add_probe_option(line, set_command);
    add_backup_option(set_command, words->backup);
    set_command
        .add_option("FIELD=VALUE", words->assignments,
                    "RDP, WDG_SW, nRST_STOP, nRST_STDBY, Data0, Data1, WRP0 to WRP3, or raw= and 32 hex digits")
        ->required();
}

}  // namespace jig::app
