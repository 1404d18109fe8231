// SPDX-License-Identifier: Apache-2.0
#include "clone/capture.hpp"

#include <fmt/format.h>

#include "clone/compare.hpp"
#include "clone/peripherals.hpp"
#include "clone/reading.hpp"
#include "image/sha256.hpp"

namespace jig::clone {
namespace {

// The identification words at the ROM table's end: PIDR4-7, PIDR0-3, CIDR0-3.
constexpr AddressRange rom_table_end{0xE00FFFD0, 48};

// A read that some chips refuse: what failed goes into the archive instead. A lost link stays an error.
Result<void> or_say_why(Result<void> result, const char* what, image::BoardArchive& archive) {
    if (result || result.error().kind != ErrorKind::fault) return result;
    archive.not_read.push_back({what, result.error().what});
    return {};
}

Result<void> read_system_memory(Board& board, const Identity& identity, Progress& progress,
                                image::BoardArchive& archive) {
    const AddressRange range = identity.density->system_memory;
    TRY_ASSIGN(const Bytes bytes, read_range(board, range, "system memory", progress));
    archive.system_memory = image::MemoryDigest{range, image::sha256(bytes)};
    return {};
}

Result<void> read_rom_table(Board& board, image::BoardArchive& archive) {
    Bytes bytes(rom_table_end.length);
    TRY(board.memory().read(rom_table_end.start, bytes));
    archive.rom_table = std::move(bytes);
    return {};
}

Result<void> read_peripherals(Board& board, const Identity& identity, image::BoardArchive& archive) {
    TRY_ASSIGN(ShortHalt halt, ShortHalt::begin(board));
    TRY_ASSIGN(archive.backup_registers, read_backup_registers(board, *identity.density));
    TRY_ASSIGN(archive.pins, read_pin_levels(board, *identity.density));
    TRY_ASSIGN(archive.crystals, try_crystals(board));
    if (!archive.crystals.contains("lse")) {
        archive.not_read.push_back(
            {"LSE crystal", "the RTC runs on another clock, which trying the LSE could disturb"});
    }
    return halt.resume();
}

void note_unstable(ByteView first, ByteView second, Progress& progress, image::BoardArchive& archive) {
    const std::size_t words = count_different_words(first, second);
    if (words == 0) return;
    const std::string what = fmt::format(
        "{} words read differently the second time: the flash is worn, the wire is bad, or the firmware "
        "writes its flash; capture again and compare",
        words);
    progress.note(what);
    archive.marks.emplace_back(image::unstable_read);
    archive.not_read.push_back({"the same flash twice", what});
}

void note_beyond(const Identity& identity, std::uint32_t size, Progress& progress) {
    if (size == identity.flash_bytes()) return;
    progress.note(fmt::format("{} KB of flash answer although F_SIZE says {} KB; all of them are in the archive",
                              size / 1024, identity.flash_bytes() / 1024));
}

}  // namespace

Error read_protected_error(const Identity& identity) {
    if (identity.uid == Uid{}) {
        return {ErrorKind::protection,
                "the chip is read-protected, so neither its content nor its UID can be read and nothing was written; "
                "`jig unlock --give-up-content` lifts the protection and erases it"};
    }
    return {ErrorKind::protection,
            fmt::format("the chip {} is read-protected (FLASH_OBR = {}), so its content cannot be read and nothing was "
                        "written; `jig unlock --give-up-content` lifts the protection and erases it",
                        identity.uid_hex(), hex_address(identity.flash_obr))};
}

Result<image::BoardArchive> archive_of(Board& board, const Identity& identity, ByteView flash) {
    image::BoardArchive archive;
    archive.part = identity.part_name();
    archive.identity.uid = identity.uid;
    archive.identity.f_size_kb = identity.flash_size_kb;
    archive.identity.dbgmcu_idcode = identity.dbgmcu_idcode;
    archive.identity.cpuid = identity.cpuid;
    archive.identity.dpidr = identity.dpidr;
    archive.identity.silicon = identity.silicon.key;
    archive.identity.evidence = identity.silicon.evidence;
    archive.option_bytes = identity.option_bytes;
    archive.how_read.probe = board.link().probe + " at " + board.link().address;
    archive.how_read.speed_khz = board.link().speed_khz;
    TRY(archive.flash.add(chip::flash_base, flash));
    return archive;
}

Result<image::BoardArchive> capture(Board& board, Progress& progress) {
    TRY_ASSIGN(const Identity identity, identify(board));
    if (identity.read_protected) return fail(read_protected_error(identity));
    TRY_ASSIGN(const std::uint32_t size, readable_flash_bytes(board, identity));
    const AddressRange range{chip::flash_base, size};
    TRY_ASSIGN(const Bytes first, read_range(board, range, "capture", progress));
    TRY_ASSIGN(const Bytes second, read_range(board, range, "compare", progress));
    note_beyond(identity, size, progress);
    TRY_ASSIGN(image::BoardArchive archive, archive_of(board, identity, first));
    note_unstable(first, second, progress, archive);
    TRY(or_say_why(read_system_memory(board, identity, progress, archive), "system memory", archive));
    TRY(or_say_why(read_rom_table(board, archive), "ROM table", archive));
    TRY(or_say_why(read_peripherals(board, identity, archive), "backup registers, pins and crystals", archive));
    return archive;
}

}  // namespace jig::clone
