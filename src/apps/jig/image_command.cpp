// SPDX-License-Identifier: Apache-2.0
// jig image info, pack and extract: archives and firmware files, no board needed.
#include <fmt/format.h>

#include "apps/jig/archive_output.hpp"
#include "apps/jig/command.hpp"
#include "apps/jig/image_work.hpp"
#include "image/image_file.hpp"

namespace jig::app {
namespace {

constexpr std::uint32_t flash_base = 0x08000000;

struct ExtractWords {
    std::string archive;
    std::string output;
};

Result<CommandOutput> firmware_info(const std::string& file) {
    TRY_ASSIGN(const image::FirmwareImage firmware, image::read_image_file(file, std::nullopt, flash_base));
    image::BoardArchive bare;
    bare.flash = firmware;
    CommandOutput output{flash_text(firmware), archive_json(bare)};
    output.json["part"] = nullptr;
    return output;
}

Result<CommandOutput> info(const std::string& file) {
    if (!file.ends_with(".jig")) return firmware_info(file);
    TRY_ASSIGN(const image::BoardArchive archive, image::read_archive(file));
    return CommandOutput{archive_text(archive), archive_json(archive)};
}

Result<CommandOutput> pack(const PackWords& words) {
    TRY_ASSIGN(image::BoardArchive archive, pack_image(words));
    archive.how_read.jig_version = JIG_VERSION;
    TRY(image::write_archive(archive, words.output));
    CommandOutput output{archive_text(archive), archive_json(archive)};
    output.text += fmt::format("written       {}\n", words.output);
    output.json["result"] = "pass";
    output.json["file"] = words.output;
    return output;
}

Result<CommandOutput> extract(const ExtractWords& words) {
    TRY(extract_image(words.archive, words.output));
    CommandOutput output;
    output.text = fmt::format("written       {}\n", words.output);
    output.json = {{"result", "pass"}, {"file", words.output}};
    return output;
}

void add_info_verb(CommandLine& line, CLI::App& image) {
    const auto file = std::make_shared<std::string>();
    CLI::App& command = add_command(line, image, "info", "Says what an archive or a firmware file holds",
                                    "jig image info golden.jig", [file](Session&) { return info(*file); });
    command.add_option("FILE", *file, "A .jig archive, or a bin, Intel HEX, S-record or ELF file")->required();
}

void add_pack_verb(CommandLine& line, CLI::App& image) {
    const auto words = std::make_shared<PackWords>();
    CLI::App& command = add_command(line, image, "pack", "Makes an archive of a firmware file",
                                    "jig image pack --part STM32F103RC --flash firmware.hex -o new.jig",
                                    [words](Session&) { return pack(*words); });
    command.add_option("--part", words->part, "STM32F103RC, or a full order code");
    command.add_option("--flash", words->flash, "bin, Intel HEX, S-record or ELF");
    command.add_option("--base", words->base, "Where a bin begins; default 0x08000000");
    command.add_option("--uid", words->uid, "The chip's unique ID, 12 bytes of hex");
    command.add_option("--option-bytes", words->option_bytes, "16 bytes of hex, as at 0x1FFFF800");
    command.add_option("--board", words->board, "BENCH.toml/BOARD: part, UID, contents of a described board");
    command.add_option("-o,--output", words->output, "The archive to write; an existing file is never overwritten")
        ->required();
}

void add_extract_verb(CommandLine& line, CLI::App& image) {
    const auto words = std::make_shared<ExtractWords>();
    CLI::App& command =
        add_command(line, image, "extract", "Writes an archive's flash as a firmware file",
                    "jig image extract golden.jig -o golden.hex", [words](Session&) { return extract(*words); });
    command.add_option("FILE", words->archive, "The archive")->required();
    command
        .add_option("-o,--output", words->output,
                    "The file to write; its name says the format: .bin, .hex, .srec, .s19, .elf")
        ->required();
}

}  // namespace

void add_image(CommandLine& line) {
    CLI::App& image = *line.app.add_subcommand("image", "Archives and firmware files: looks into them, converts them");
    image.require_subcommand(1);
    add_info_verb(line, image);
    add_pack_verb(line, image);
    add_extract_verb(line, image);
}

}  // namespace jig::app
