// SPDX-License-Identifier: Apache-2.0
// jig boot: runs an image on the virtual board, and says what it showed.
#include <fmt/format.h>

#include <fstream>

#include "apps/jig/boot_output.hpp"
#include "apps/jig/described_board.hpp"
#include "apps/jig/duration_words.hpp"
#include "inspect/boot/boot.hpp"
#include "inspect/boot/waveform.hpp"

namespace jig::app {
namespace {

struct BootWords {
    std::string file;
    std::string duration = "2s";
    std::string board;
    std::string from;
    std::string vcd;
};

Result<void> write_text(const std::string& file, const std::string& text) {
    std::ofstream out(file, std::ios::binary | std::ios::trunc);
    out << text;
    out.close();
    if (out) return {};
    return fail(ErrorKind::internal,
                fmt::format("{} could not be written; is there room, and may you write there?", file));
}

Result<CommandOutput> boot_command(const BootWords& words) {
    TRY_ASSIGN(const Duration duration, parse_duration(words.duration));
    TRY_ASSIGN(const image::BoardArchive archive, image::read_archive(words.file));
    TRY_ASSIGN(const std::optional<board::BoardDescription> described, described_board(words.board));
    TRY_ASSIGN(const inspect::World world, inspect::world_of(archive, described ? &*described : nullptr));
    inspect::BootPlan plan{.duration = duration};
    if (!words.from.empty()) {
        TRY_ASSIGN(plan.from, parse_number(words.from));
    }
    TRY_ASSIGN(const inspect::BootRecord record, inspect::boot(world, plan));
    if (!words.vcd.empty()) TRY(write_text(words.vcd, inspect::vcd_of(record, world.board.lamps)));
    return CommandOutput{boot_text(record, world.board), boot_json(record, world.board)};
}

}  // namespace

void add_boot(CommandLine& line) {
    const auto words = std::make_shared<BootWords>();
    CLI::App& command = add_command(
        line, line.app, "boot", "Runs an archive on the virtual board and says what it shows",
        "jig boot golden.jig --for 2s --board bench.toml/golden", [words](Session&) { return boot_command(*words); });
    command.add_option("FILE", words->file, "The archive")->required();
    command.add_option("--for", words->duration, "How long from power-on: 500ms, 2s")->default_val("2s");
    command.add_option("--board", words->board, "BENCH.toml/BOARD: lamps, pins, crystals of a described board");
    command.add_option("--from", words->from, "Start at the vector table there, as a bootloader would");
    command.add_option("--vcd", words->vcd, "Write the pins as a value change dump, which GTKWave opens");
}

}  // namespace jig::app
