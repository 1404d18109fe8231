// SPDX-License-Identifier: Apache-2.0
// jig watch: who on a board reads its unique ID, its option bytes, its backup registers or any other addresses.
#include "apps/jig/connection.hpp"
#include "apps/jig/duration_words.hpp"
#include "apps/jig/ending_signals.hpp"
#include "apps/jig/watch_output.hpp"
#include "apps/jig/watch_words.hpp"

namespace jig::app {
namespace {

struct WatchWords {
    std::vector<std::string> on;
    std::string duration = "10s";
    std::uint64_t count = 0;
    bool reset = false;
    bool halt = false;
};

Result<CommandOutput> watch_command(Session& session, const WatchWords& words) {
    WatchPlan plan{.ranges = {}, .duration = {}, .count = words.count, .reset = words.reset, .halt = words.halt};
    TRY_ASSIGN(plan.ranges, parse_watched(words.on));
    TRY_ASSIGN(plan.duration, parse_duration(words.duration));
    const EndingSignals signals;
    const dap::ConnectHow how = words.reset ? dap::ConnectHow::automatic : dap::ConnectHow::attach;
    TRY_ASSIGN(Connection connection, Connection::open(session.probe, {.how = how}));
    const WatchListener listener{.interrupted = [&signals] { return signals.came(); },
                                 .hit = [&session](const WatchHit& hit) { session.show(hit_text(hit)); }};
    TRY_ASSIGN(dap::Target * target, connection.target());
    TRY_ASSIGN(const WatchRecord record, watch(*target, plan, listener));
    return CommandOutput{.text = watch_text(record), .json = watch_json(record), .error = record.error};
}

}  // namespace

void add_watch(CommandLine& line) {
    const auto words = std::make_shared<WatchWords>();
    CLI::App& command = add_command(line, line.app, "watch", "Says which instructions of a running board read where",
                                    "jig watch -p stlink@1-2 --on uid --reset --for 5s",
                                    [words](Session& session) { return watch_command(session, *words); });
    add_probe_option(line, command);
    command.add_option("--on", words->on, "uid, options, backup or a RANGE; may be given more than once")
        ->required()
        ->allow_extra_args(false)
        ->type_name("WHAT");
    command.add_option("--for", words->duration, "How long to watch: 500ms, 10s")->default_val("10s");
    command.add_option("--count", words->count, "End after so many reads");
    command.add_flag("--reset", words->reset, "Resets the board and watches from its first instruction on");
    command.add_flag("--halt", words->halt, "Ends at the first read and leaves the core halted there");
}

}  // namespace jig::app
