// SPDX-License-Identifier: Apache-2.0
#include "apps/jig/image_work.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "apps/jig/described_board.hpp"
#include "board/description.hpp"
#include "chip/option_bytes.hpp"
#include "chip/part.hpp"
#include "image/image_file.hpp"

namespace jig::app {
namespace {

std::string_view word_of(machine::Level level) {
    switch (level) {
        case machine::Level::low: return "low";
        case machine::Level::high: return "high";
        case machine::Level::floating: return "floating";
    }
    return "";
}

// Exactly Size bytes in hex behind an option.
template <std::size_t Size>
Result<std::array<std::uint8_t, Size>> parse_bytes(std::string_view option, const std::string& hex) {
    const auto bytes = from_hex(hex);
    if (!bytes || bytes->size() != Size) {
        return fail(ErrorKind::usage,
                    fmt::format("{} must be {} bytes as {} hex digits, not '{}'", option, Size, 2 * Size, hex));
    }
    std::array<std::uint8_t, Size> value{};
    std::ranges::copy(*bytes, value.begin());
    return value;
}

// What a described board says of itself, but for its flash.
void take_board(image::BoardArchive& archive, const board::BoardDescription& board) {
    archive.part = board.part;
    archive.identity.uid = board.chip.uid;
    archive.identity.f_size_kb = board.chip.flash_size_register;
    archive.identity.dbgmcu_idcode = board.chip.dbgmcu_idcode;
    archive.identity.cpuid = board.chip.cpuid;
    archive.identity.dpidr = board.chip.dpidr;
    archive.identity.silicon = chip::row_of(board.silicon).key;
    archive.option_bytes = board.option_bytes;
    auto& registers = archive.backup_registers.emplace();
    for (unsigned number = 1; number <= board.chip.backup_registers; ++number) registers[number] = 0;
    for (const auto& [number, value] : board.backup) registers[number] = value;
    for (const auto& [pin, level] : board.pins)
        archive.pins[fmt::format("P{}{}", pin.port, pin.number)] = word_of(level);
    archive.crystals = {{"hse", board.chip.hse_hz != 0}, {"lse", board.chip.lse_hz != 0}};
}

Result<void> check_part(const PackWords& words, image::BoardArchive& archive) {
    if (words.part.empty() && archive.part.empty()) {
        return fail(ErrorKind::usage, "which part is it? Write --part STM32F103RC, or --board BENCH.toml/BOARD");
    }
    if (words.part.empty()) return {};
    TRY_ASSIGN(const chip::Part* part, chip::find_part(words.part));
    if (!archive.part.empty() && archive.part != part->name) {
        return fail(ErrorKind::usage, fmt::format("--part says {}, but the board has {}; leave one of them out",
                                                  part->name, archive.part));
    }
    archive.part = part->name;
    return {};
}

Result<void> take_words(const PackWords& words, image::BoardArchive& archive) {
    if (!words.uid.empty()) {
        TRY_ASSIGN(archive.identity.uid, parse_bytes<12>("--uid", words.uid));
    }
    if (words.option_bytes.empty()) return {};
    TRY_ASSIGN(const auto raw, parse_bytes<chip::option_bytes_size>("--option-bytes", words.option_bytes));
    if (!chip::OptionBytes(raw).valid()) {
        return fail(ErrorKind::usage,
                    fmt::format("--option-bytes {}: each second byte must be the inverse of the one before",
                                words.option_bytes));
    }
    archive.option_bytes = raw;
    return {};
}

Result<void> check_inside(const image::FirmwareImage& flash, const std::string& file, const chip::Part& part) {
    const AddressRange inside{chip::flash_base, part.flash_bytes()};
    for (const AddressRange& range : flash.ranges()) {
        if (inside.contains(range)) continue;
        return fail(ErrorKind::refused,
                    fmt::format("{}: {} is not in the flash of {}, which is {}; check --part and --base", file,
                                to_string(range), part.name, to_string(inside)));
    }
    return {};
}

struct FlashFile {
    std::string path;
    std::optional<std::uint32_t> base;              // as the words say
    std::uint32_t default_base = chip::flash_base;  // where a bin begins when they do not
};

// The words' file, or the one that the described board begins with.
Result<FlashFile> find_flash(const PackWords& words, const std::optional<board::BoardDescription>& board) {
    FlashFile file{.path = words.flash, .base = std::nullopt};
    if (!words.base.empty()) {
        TRY_ASSIGN(file.base, parse_number(words.base));
    }
    if (!file.path.empty()) return file;
    if (!board || !board->flash) {
        return fail(ErrorKind::usage, "which file is the flash? Write --flash firmware.bin");
    }
    return FlashFile{.path = board->flash->string(), .base = file.base, .default_base = board->base};
}

}  // namespace

Result<image::BoardArchive> pack_image(const PackWords& words) {
    image::BoardArchive archive;
    std::optional<board::BoardDescription> board;
    if (!words.board.empty()) {
        TRY_ASSIGN(board, described_board(words.board));
        take_board(archive, *board);
    }
    TRY(check_part(words, archive));
    TRY(take_words(words, archive));
    TRY_ASSIGN(const FlashFile file, find_flash(words, board));
    TRY_ASSIGN(archive.flash, image::read_image_file(file.path, file.base, file.default_base));
    TRY_ASSIGN(const chip::Part* part, chip::find_part(archive.part));
    TRY(check_inside(archive.flash, file.path, *part));
    archive.how_read.probe = "jig image pack";
    return archive;
}

Result<void> extract_image(const std::filesystem::path& archive, const std::filesystem::path& output) {
    TRY_ASSIGN(const image::BoardArchive board, image::read_archive(archive));
    if (board.flash.empty()) {
        return fail(ErrorKind::refused, fmt::format("{}: no flash in it; nothing to extract", archive.string()));
    }
    return image::write_image_file(board.flash, output, image::IfThere::refuse);
}

}  // namespace jig::app
