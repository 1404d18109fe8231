// SPDX-License-Identifier: Apache-2.0
// jig capture: a board, whole, into an archive.
#include "clone/capture.hpp"

#include <fmt/format.h>

#include <filesystem>

#include "apps/jig/archive_output.hpp"
#include "apps/jig/command.hpp"
#include "apps/jig/connection.hpp"
#include "apps/jig/exit_code.hpp"
#include "apps/jig/utc.hpp"

namespace jig::app {
namespace {

struct CaptureWords {
    std::string file;
};

Result<CommandOutput> capture_command(Session& session, const CaptureWords& words) {
    // Reading a board takes seconds; that they are for nothing can be said before.
    if (std::filesystem::exists(words.file)) {
        return fail(ErrorKind::refused,
                    fmt::format("{} is there already and is not overwritten; choose another name", words.file));
    }
    TRY_ASSIGN(Connection connection, Connection::open(session.probe));
    TRY_ASSIGN(image::BoardArchive archive, clone::capture(connection.board(), *session.progress));
    archive.how_read.time_utc = utc_text(utc_now());
    archive.how_read.jig_version = JIG_VERSION;
    TRY(image::write_archive(archive, words.file));
    CommandOutput output;
    output.text = archive_text(archive) + fmt::format("written       {}\n", words.file);
    output.json = archive_json(archive);
    const bool stable = !archive.has_mark(image::unstable_read);
    output.json["result"] = stable ? "pass" : "fail";
    output.json["file"] = words.file;
    output.exit_code = stable ? exit_done : exit_says_no;
    return output;
}

}  // namespace

void add_capture(CommandLine& line) {
    const auto words = std::make_shared<CaptureWords>();
    CLI::App& command =
        add_command(line, line.app, "capture", "Reads a board whole into an archive, or says what it could not read",
                    "jig capture -p stlink@1-2 -o golden.jig",
                    [words](Session& session) { return capture_command(session, *words); });
    add_probe_option(line, command);
    command.add_option("-o,--output", words->file, "The archive to write; an existing file is never overwritten")
        ->required();
}

}  // namespace jig::app
