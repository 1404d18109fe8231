// SPDX-License-Identifier: Apache-2.0
// jig verify: compares a board with an archive and writes nothing.
#include "clone/verify.hpp"

#include "apps/jig/command.hpp"
#include "apps/jig/connection.hpp"
#include "apps/jig/exit_code.hpp"
#include "apps/jig/gang.hpp"
#include "apps/jig/keep_words.hpp"
#include "apps/jig/report_output.hpp"

namespace jig::app {
namespace {

struct VerifyWords {
    std::string archive;
    std::vector<std::string> probes;
    std::vector<std::string> keep;
};

std::vector<AddressRange> may_differ(const Keeps& keeps, const image::BoardArchive& wanted) {
    std::vector<AddressRange> ranges = keeps.ranges;
    if (!keeps.automatic) return ranges;
    const std::optional<inspect::UnitRecord> record = inspect::find_unit_record(wanted);
    if (record) ranges.insert(ranges.end(), record->where.begin(), record->where.end());
    return ranges;
}

Result<CommandOutput> verify_one(const image::BoardArchive& wanted, const std::vector<AddressRange>& ignored,
                                 clone::Board& board, Progress& progress) {
    clone::Report report;
    TRY(clone::verify_board(wanted, board, ignored, progress, report));
    return CommandOutput{.text = report_text(report),
                         .json = report_json(report),
                         .exit_code = report.outcome == clone::Outcome::pass ? exit_done : exit_says_no};
}

Result<CommandOutput> verify_command(Session& session, const VerifyWords& words) {
    TRY_ASSIGN(const Keeps keeps, parse_keeps(words.keep));
    TRY_ASSIGN(const image::BoardArchive wanted, image::read_archive(words.archive));
    const std::vector<AddressRange> ignored = may_differ(keeps, wanted);
    return run_on_boards(session, words.probes, [&](Connection& connection, Progress& progress) {
        return verify_one(wanted, ignored, connection.board(), progress);
    });
}

}  // namespace

void add_verify(CommandLine& line) {
    const auto words = std::make_shared<VerifyWords>();
    CLI::App& command = add_command(line, line.app, "verify", "Compares a board with an archive; writes nothing",
                                    "jig verify golden.jig -p stlink@1-2 --keep 0x08007000:12",
                                    [words](Session& session) { return verify_command(session, *words); });
    command.add_option("FILE", words->archive, "The archive to compare with")->required();
    add_probes_option(command, words->probes);
    add_keep_option(command, words->keep,
                    "START:LENGTH or START-END: bytes that may differ; repeatable. auto: the "
                    "record that the image checks against its chip");
}

}  // namespace jig::app
