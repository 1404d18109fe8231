// SPDX-License-Identifier: Apache-2.0
// jig clone and jig restore: the two commands that write a whole board.
#include <fmt/format.h>

#include "apps/jig/backup_words.hpp"
#include "apps/jig/command.hpp"
#include "apps/jig/connection.hpp"
#include "apps/jig/gang.hpp"
#include "apps/jig/keep_words.hpp"
#include "apps/jig/report_output.hpp"
#include "clone/capture.hpp"
#include "clone/clone.hpp"
#include "clone/restore.hpp"

namespace jig::app {
namespace {

struct CloneWords {
    std::string source;
    std::vector<std::string> probes;
    std::vector<std::string> keep;
    std::string backup = "backups";
    std::string verify = "read";
    bool dry_run = false;
};

clone::VerifyMode verify_mode(const std::string& word) {
    if (word == "crc") return clone::VerifyMode::crc;
    if (word == "both") return clone::VerifyMode::both;
    return clone::VerifyMode::read;
}

// An archive, or the golden board itself: then it is captured whole first, and let go before the target is touched.
Result<image::BoardArchive> read_source(const std::string& source, Progress& progress) {
    if (!names_a_probe(source)) return image::read_archive(source);
    TRY_ASSIGN(Connection golden, Connection::open(source));
    return in_context(clone::capture(golden.board(), progress), "golden board " + source);
}

// With one probe for both, the golden board would be found equal to itself and pass.
Result<void> check_two_boards(const image::BoardArchive& golden, clone::Board& board) {
    TRY_ASSIGN(const clone::Identity identity, clone::identify(board));
    if (!clone::is_own(identity.uid) || golden.identity.uid != identity.uid) return {};
    return fail(ErrorKind::usage,
                fmt::format("SOURCE and -p lead to the same chip {}; name the golden board's probe as SOURCE and the "
                            "target's behind -p, or capture the golden board into an archive first",
                            identity.uid_hex()));
}

CommandOutput output_of(const Result<void>& done, const clone::Report& report) {
    CommandOutput output{.text = report_text(report), .json = report_json(report)};
    if (!done) output.error = done.error();
    return output;
}

// The image with its record that belongs to one chip, which boots of it show.
struct Source {
    image::BoardArchive archive;
    Keeps keeps;
    std::optional<inspect::UnitRecord> record;
};

Result<Source> open_source(const CloneWords& words, Progress& progress) {
    Source source;
    TRY_ASSIGN(source.keeps, parse_keeps(words.keep));
    TRY_ASSIGN(source.archive, read_source(words.source, progress));
    if (!source.keeps.none) source.record = inspect::find_unit_record(source.archive);
    return source;
}

// What belongs to the target stays there: the ranges that the user names, and the record of the image.
Result<std::vector<AddressRange>> what_stays(const Source& source, clone::Board& board, Progress& progress) {
    const Keeps& keeps = source.keeps;
    if (keeps.none) return keeps.ranges;
    if (source.record) {
        clone::Uid uid{};
        TRY(board.memory().read(chip::uid_address, uid));
        if (source.archive.identity.uid == uid) return keeps.ranges;
        return kept_ranges(keeps, *source.record);
    }
    if (keeps.automatic) {
        progress.note("--keep auto: no record that belongs to one chip was found in the image; nothing more is kept");
    }
    return keeps.ranges;
}

Result<CommandOutput> clone_one(const CloneWords& words, const Source& source, clone::Board& board,
                                Progress& progress) {
    clone::CloneOrder order;
    order.verify = verify_mode(words.verify);
    order.dry_run = words.dry_run;
    order.backup = backup_place(words.backup);
    if (names_a_probe(words.source)) TRY(check_two_boards(source.archive, board));
    TRY_ASSIGN(order.policy.keep, what_stays(source, board, progress));
    clone::Report report;
    const Result<void> done = clone::clone_board(source.archive, board, order, progress, report);
    return output_of(done, report);
}

Result<CommandOutput> clone_command(Session& session, const CloneWords& words) {
    TRY_ASSIGN(const Source source, open_source(words, *session.progress));
    return run_on_boards(session, words.probes, [&](Connection& connection, Progress& progress) {
        return clone_one(words, source, connection.board(), progress);
    });
}

Result<CommandOutput> restore_command(Session& session, const CloneWords& words) {
    clone::CloneOrder order;
    order.backup = backup_place(words.backup);
    TRY_ASSIGN(const image::BoardArchive source, image::read_archive(words.source));
    TRY_ASSIGN(Connection connection, Connection::open(session.probe));
    clone::Report report;
    const Result<void> done = clone::restore_board(source, connection.board(), order, *session.progress, report);
    return output_of(done, report);
}

}  // namespace

void add_clone(CommandLine& line) {
    const auto words = std::make_shared<CloneWords>();
    CLI::App& command = add_command(line, line.app, "clone", "Makes the target board hold what the golden board holds",
                                    "jig clone golden.jig -p stlink@1-2 --keep 0x08007000:12",
                                    [words](Session& session) { return clone_command(session, *words); });
    command.add_option("SOURCE", words->source, "An archive from jig capture, or the PROBE of the golden board itself")
        ->required();
    add_probes_option(command, words->probes);
    add_keep_option(command, words->keep,
                    "START:LENGTH or START-END: bytes that belong to the target and stay on it; repeatable. auto: the "
                    "record that the image checks against its chip. none: nothing, not even that");
    add_backup_option(command, words->backup);
    command
        .add_option("--verify", words->verify,
                    "read: every byte comes back through the debug port. crc: the chip's own CRC unit, weaker and "
                    "recorded as such. both")
        ->check(CLI::IsMember({"read", "crc", "both"}))
        ->default_val("read");
    command.add_flag("--dry-run", words->dry_run, "Prints the plan and writes nothing");
}

void add_restore(CommandLine& line) {
    const auto words = std::make_shared<CloneWords>();
    CLI::App& command = add_command(line, line.app, "restore", "Puts a backup back on its board",
                                    "jig restore backups/34ffda054e50383119651843-20260102T030405Z-1.jig -p stlink@1-2",
                                    [words](Session& session) { return restore_command(session, *words); });
    command.add_option("BACKUP", words->source, "The archive to put back")->required();
    add_probe_option(line, command);
    add_backup_option(command, words->backup);
}

}  // namespace jig::app
