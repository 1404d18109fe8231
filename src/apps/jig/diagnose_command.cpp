// SPDX-License-Identifier: Apache-2.0
// jig diagnose: why a copy does not run, or what a golden board alone tells.
#include <string>
#include <vector>

#include "apps/jig/described_board.hpp"
#include "apps/jig/diagnose_output.hpp"
#include "apps/jig/diagnose_report.hpp"
#include "inspect/findings/diagnose.hpp"
#include "inspect/findings/make_case.hpp"

namespace jig::app {
namespace {

struct DiagnoseWords {
    std::string golden;
    std::string copy;
    std::vector<std::string> more;
    std::vector<std::string> boards;  // golden, then copy; one is for both
    std::string report;
};

struct DiagnoseFiles {
    image::BoardArchive golden;
    std::optional<image::BoardArchive> copy;
    std::vector<image::BoardArchive> more;
    std::vector<board::BoardDescription> boards;
};

Result<DiagnoseFiles> read_files(const DiagnoseWords& words) {
    DiagnoseFiles files;
    if (words.boards.size() > 2)
        return fail(ErrorKind::usage, "--board is given twice at most: for the golden board, then for the copy");
    TRY_ASSIGN(files.golden, image::read_archive(words.golden));
    if (!words.copy.empty()) {
        TRY_ASSIGN(files.copy, image::read_archive(words.copy));
    }
    for (const std::string& file : words.more) {
        TRY_ASSIGN(image::BoardArchive archive, image::read_archive(file));
        files.more.push_back(std::move(archive));
    }
    for (const std::string& word : words.boards) {
        TRY_ASSIGN(const std::optional<board::BoardDescription> described, described_board(word));
        if (described) files.boards.push_back(*described);
    }
    return files;
}

inspect::DiagnosisQuery query_of(const DiagnoseFiles& files) {
    inspect::DiagnosisQuery query{.golden = &files.golden};
    if (files.copy) query.copy = &*files.copy;
    for (const image::BoardArchive& archive : files.more) query.more.push_back(&archive);
    if (!files.boards.empty()) {
        query.golden_board = &files.boards.front();
        query.copy_board = &files.boards.back();
    }
    return query;
}

// As it would have to be typed again, without the report.
std::string command_of(const DiagnoseWords& words) {
    std::string command = "jig diagnose " + words.golden;
    if (!words.copy.empty()) command += " " + words.copy;
    for (const std::string& file : words.more) command += " --more " + file;
    for (const std::string& board : words.boards) command += " --board " + board;
    return command;
}

std::vector<inspect::NamedArchive> named_archives(const DiagnoseWords& words, const DiagnoseFiles& files) {
    std::vector<inspect::NamedArchive> archives{{words.golden, &files.golden}};
    if (files.copy) archives.push_back({words.copy, &*files.copy});
    for (std::size_t i = 0; i < files.more.size(); ++i) archives.push_back({words.more[i], &files.more[i]});
    return archives;
}

Result<CommandOutput> diagnose_command(const DiagnoseWords& words) {
    if (!words.report.empty()) TRY(check_report_file(words.report));
    TRY_ASSIGN(const DiagnoseFiles files, read_files(words));
    TRY_ASSIGN(const inspect::Case the_case, inspect::make_case(query_of(files)));
    const inspect::Diagnosis diagnosis = inspect::diagnosis_of(the_case);
    CommandOutput output{diagnosis_text(diagnosis), diagnosis_json(diagnosis)};
    if (words.report.empty()) return output;
    const std::vector<inspect::NamedArchive> archives = named_archives(words, files);
    TRY(write_report(words.report, the_case, diagnosis, {archives, command_of(words)}));
    output.text += "\nReport    " + words.report + "\n";
    output.json["report"] = words.report;
    return output;
}

}  // namespace

void add_diagnose(CommandLine& line) {
    const auto words = std::make_shared<DiagnoseWords>();
    CLI::App& command =
        add_command(line, line.app, "diagnose", "Says why a copy does not run, with the evidence and the remedy",
                    "jig diagnose golden.jig copy.jig --board bench.toml/golden --board bench.toml/copy",
                    [words](Session&) { return diagnose_command(*words); });
    command.add_option("GOLDEN", words->golden, "The archive of the board that runs")->required();
    command.add_option("COPY", words->copy, "The archive of the board that does not; without it, GOLDEN is explained");
    command
        .add_option("--more", words->more,
                    "Another archive, of another board or an earlier one of the copy; repeatable")
        ->allow_extra_args(false);
    command
        .add_option("--board", words->boards,
                    "BENCH.toml/BOARD: lamps, pins, crystals; given twice: the golden board, then the copy")
        ->allow_extra_args(false);
    command.add_option(
        "--report", words->report,
        "Write the diagnosis as one HTML page, with both flashes and both boots drawn; an earlier report "
        "is replaced, no other file is");
}

}  // namespace jig::app
