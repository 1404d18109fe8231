// SPDX-License-Identifier: Apache-2.0
#include "apps/jig/gang.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <thread>

#include "apps/jig/exit_code.hpp"
#include "apps/jig/gang_progress.hpp"
#include "clone/identify.hpp"

namespace jig::app {
namespace {

// More boards than one table of a line holds; a thread each, so a slip of a script must not start thousands.
constexpr std::size_t most_boards = 64;

struct Slot {
    std::string probe;
    std::optional<Connection> connection = {};
    std::optional<clone::Uid> uid = {};  // nothing while the board was not reached, or its chip has none of its own
    CommandOutput output = {};
};

CommandOutput failed(const Error& error) { return {.text = {}, .json = {{"result", "error"}}, .error = error}; }

Error named_twice(std::string_view one, std::string_view other, std::string_view what) {
    return {ErrorKind::usage, fmt::format("-p {} and -p {} lead to the same {}; name every board once, nothing was "
                                          "written",
                                          one, other, what)};
}

// A probe that is not there is its own board's failure, and is told when it is opened.
Result<void> check_probes(const std::vector<std::string>& probes) {
    if (probes.size() > most_boards) {
        return fail(ErrorKind::usage, fmt::format("{} boards are named with -p, and {} at a time is the most; nothing "
                                                  "was written",
                                                  probes.size(), most_boards));
    }
    std::map<std::string, std::string> seen;  // a probe's one name, and the words that led to it
    for (const std::string& probe : probes) {
        const Result<std::string> place = Connection::locate(probe);
        const auto [at, is_new] = seen.emplace(place ? *place : probe, probe);
        if (!is_new) return fail(named_twice(at->second, probe, "probe"));
    }
    return {};
}

Result<void> check_chips(const std::vector<Slot>& slots) {
    std::map<clone::Uid, std::string> seen;
    for (const Slot& slot : slots) {
        if (!slot.uid) continue;
        const auto [at, is_new] = seen.emplace(*slot.uid, slot.probe);
        if (!is_new) return fail(named_twice(at->second, slot.probe, "chip " + to_hex(*slot.uid)));
    }
    return {};
}

Result<void> connect(Slot& slot) {
    TRY_ASSIGN(slot.connection, Connection::open(slot.probe));
    TRY_ASSIGN(const clone::Identity identity, clone::identify(slot.connection->board()));
    if (clone::is_own(identity.uid)) slot.uid = identity.uid;
    return {};
}

// A board's job from a connection that stands to one that is closed; without a connection its failure is known.
void work(Slot& slot, const BoardJob& job, Progress& progress) {
    if (!slot.connection) return;
    Result<CommandOutput> output = job(*slot.connection, progress);
    slot.output = output ? std::move(*output) : failed(output.error());
    slot.connection.reset();
}

// Calls `one` for every slot, each in a thread, and waits for all.
template <typename One>
void at_once(std::vector<Slot>& slots, const One& one) {
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < slots.size(); ++i) threads.emplace_back([&slots, &one, i] { one(slots[i], i); });
}

std::string verdict(const Slot& slot) {
    if (slot.output.error) return "FAILED  " + slot.output.error->what;
    return slot.output.exit_code == exit_done ? "done" : "FAILED";
}

std::string text_of(const Slot& slot) {
    std::string text = fmt::format("== {}\n{}", slot.probe, slot.output.text);
    if (slot.output.error) text += fmt::format("error    {}\n", slot.output.error->what);
    return text + "\n";
}

Json json_of(const Slot& slot) {
    Json board = {{"probe", slot.probe}};
    board.update(whole_json(slot.output));
    return board;
}

// "pass" is every board's; one "error" outweighs any "fail".
std::string worst_result(const Json& boards) {
    std::string worst = "pass";
    for (const Json& board : boards) {
        const std::string result = board.at("result");
        if (result == "error" || (result == "fail" && worst == "pass")) worst = result;
    }
    return worst;
}

CommandOutput output_of(const std::vector<Slot>& slots) {
    CommandOutput output;
    Json boards = Json::array();
    std::size_t good = 0;
    for (const Slot& slot : slots) {
        const int code = code_of(slot.output);
        good += code == exit_done ? 1 : 0;
        output.exit_code = std::max(output.exit_code, code);
        output.text += text_of(slot);
        boards.push_back(json_of(slot));
    }
    output.text += fmt::format("{} boards: {} done, {} failed\n", slots.size(), good, slots.size() - good);
    output.json = {{"result", worst_result(boards)}, {"boards", std::move(boards)}};
    return output;
}

Result<CommandOutput> run_gang(Session& session, const std::vector<std::string>& probes, const BoardJob& job) {
    TRY(check_probes(probes));
    std::vector<Slot> slots;
    for (const std::string& probe : probes) slots.push_back({.probe = probe});
    GangProgress progress(session.screen, probes);
    at_once(slots, [&](Slot& slot, std::size_t) {
        const Result<void> connected = connect(slot);
        if (connected) return;
        slot.connection.reset();
        slot.output = failed(connected.error());
    });
    TRY(check_chips(slots));
    at_once(slots, [&](Slot& slot, std::size_t i) {
        work(slot, job, progress.slot(i));
        progress.finish(i, verdict(slot));
    });
    return output_of(slots);
}

}  // namespace

void add_probes_option(CLI::App& command, std::vector<std::string>& probes) {
    command
        .add_option("-p,--probe", probes, fmt::format("{}. Given several times: as many boards at once", probe_help))
        ->allow_extra_args(false)
        ->type_name("PROBE");
}

Result<CommandOutput> run_on_boards(Session& session, const std::vector<std::string>& probes, const BoardJob& job) {
    if (probes.size() > 1) return run_gang(session, probes, job);
    TRY_ASSIGN(Connection connection, Connection::open(probes.empty() ? std::string() : probes.front()));
    return job(connection, *session.progress);
}

}  // namespace jig::app
