// SPDX-License-Identifier: Apache-2.0
// jig diagnose: why a copy does not run, or what a golden board alone tells.
#include <string>
#include <vector>

#include "apps/jig/described_board.hpp"
#include "apps/jig/diagnose_output.hpp"
#include "inspect/findings/diagnose.hpp"

namespace jig::app {
namespace {

struct DiagnoseWords {
    std::string golden;
    std::string copy;
    std::vector<std::string> more;
    std::vector<std::string> boards;  // golden, then copy; one is for both
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

Result<CommandOutput> diagnose_command(const DiagnoseWords& words) {
    TRY_ASSIGN(const DiagnoseFiles files, read_files(words));
    TRY_ASSIGN(const inspect::Diagnosis diagnosis, inspect::diagnose(query_of(files)));
    return CommandOutput{diagnosis_text(diagnosis), diagnosis_json(diagnosis)};
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
}

}  // namespace jig::app
