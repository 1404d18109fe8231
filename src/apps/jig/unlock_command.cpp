// SPDX-License-Identifier: Apache-2.0
// jig unlock: lifts read protection, after saying in words what that costs.
#include "clone/unlock.hpp"

#include "apps/jig/command.hpp"
#include "apps/jig/connection.hpp"

namespace jig::app {
namespace {

Result<CommandOutput> unlock_command(Session& session, bool content_given_up) {
    if (content_given_up) session.progress->note(clone::unlock_warning());
    TRY_ASSIGN(Connection connection, Connection::open(session.probe));
    TRY_ASSIGN(const clone::UnlockOutcome outcome, clone::unlock_board(connection.board(), content_given_up));
    CommandOutput output;
    for (const std::string& note : outcome.notes) output.text += note + "\n";
    output.json = {{"result", "pass"},
                   {"was_protected", outcome.was_protected},
                   {"readable_now", outcome.readable_now},
                   {"notes", outcome.notes}};
    return output;
}

}  // namespace

void add_unlock(CommandLine& line) {
    const auto given_up = std::make_shared<bool>(false);
    CLI::App& command = add_command(line, line.app, "unlock", "Lifts read protection, which erases the chip",
                                    "jig unlock -p stlink@1-2 --give-up-content",
                                    [given_up](Session& session) { return unlock_command(session, *given_up); });
    add_probe_option(line, command);
    command.add_flag("--give-up-content", *given_up,
                     "Yes, erase it: without this nothing is done but to say what would be lost");
}

}  // namespace jig::app
