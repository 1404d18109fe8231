// SPDX-License-Identifier: Apache-2.0
#include "clone/backup.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "clone/capture.hpp"
#include "clone/compare.hpp"
#include "clone/peripherals.hpp"
#include "clone/reading.hpp"
#include "flash/crc.hpp"

namespace jig::clone {
namespace {

AddressRange range_of(ByteView flash) { return {chip::flash_base, static_cast<std::uint32_t>(flash.size())}; }

constexpr std::uint32_t piece_bytes = 2048;
constexpr int piece_reads = 4;

Error differs_twice(std::size_t words) {
    return {ErrorKind::mismatch,
            fmt::format("backing up: {} words of the flash read differently the second time, so no backup can be "
                        "trusted and nothing was written; check the wires, or lower the speed, and try again",
                        words)};
}

// Reads the pieces again that the chip's CRC says were read wrong; how many there were.
Result<std::size_t> mend(Board& board, flash::FlashProgrammer& programmer, MutableByteView flash) {
    std::size_t wrong = 0;
    for (std::uint32_t at = 0; at < flash.size(); at += piece_bytes) {
        const MutableByteView piece = flash.subspan(at, std::min<std::size_t>(piece_bytes, flash.size() - at));
        const AddressRange range{chip::flash_base + at, static_cast<std::uint32_t>(piece.size())};
        TRY_ASSIGN(const std::uint32_t crc, programmer.checksum(range));
        if (crc == flash::stm32_crc(piece)) continue;
        ++wrong;
        for (int reads = 0; reads < piece_reads && crc != flash::stm32_crc(piece); ++reads) {
            TRY(board.memory().read(range.start, piece));
        }
    }
    return wrong;
}

// A way in that does not lead to them leaves them alone as well: what cannot be saved cannot be lost.
Result<void> add_backup_registers(Board& board, const Identity& identity, image::BoardArchive& archive) {
    const auto registers = read_backup_registers(board, *identity.density);
    if (!registers && registers.error().kind != ErrorKind::fault) return fail(registers.error());
    if (registers)
        archive.backup_registers = *registers;
    else
        archive.not_read.push_back({"backup registers", registers.error().what});
    return {};
}

}  // namespace

Result<void> confirm_flash(Board& board, flash::FlashProgrammer& programmer, Bytes& flash, Progress& progress) {
    const Result<std::uint32_t> crc = programmer.checksum(range_of(flash));
    if (!crc && crc.error().kind == ErrorKind::unsupported) return confirm_flash_by_reading(board, flash, progress);
    TRY(crc);
    if (*crc == flash::stm32_crc(flash)) return {};
    TRY_ASSIGN(Bytes again, read_range(board, range_of(flash), "compare", progress));
    const std::size_t words = count_different_words(flash, again);
    flash = std::move(again);
    // Twice the same is right, and the CRC unit is not ST's.
    if (words == 0 || *crc == flash::stm32_crc(flash)) return {};
    TRY_ASSIGN(const std::size_t wrong, mend(board, programmer, flash));
    TRY_ASSIGN(const std::uint32_t last, programmer.checksum(range_of(flash)));
    if (last == flash::stm32_crc(flash)) {
        progress.note(fmt::format("{} of {} pieces of the flash had to be read again for the backup: the wire is noisy",
                                  wrong, (flash.size() + piece_bytes - 1) / piece_bytes));
        return {};
    }
    return fail(differs_twice(words));
}

Result<void> confirm_flash_by_reading(Board& board, ByteView flash, Progress& progress) {
    TRY_ASSIGN(const Bytes again, read_range(board, range_of(flash), "compare", progress));
    const std::size_t words = count_different_words(flash, again);
    if (words != 0) return fail(differs_twice(words));
    return {};
}

Result<std::filesystem::path> store_backup(Board& board, const Identity& identity, ByteView flash,
                                           const BackupPlace& place, std::string_view mark) {
    TRY_ASSIGN(image::BoardArchive archive, archive_of(board, identity, flash));
    TRY(add_backup_registers(board, identity, archive));
    archive.how_read.time_utc = fmt::format(
        "{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(static_cast<std::time_t>(place.utc.time_since_epoch().count())));
    archive.how_read.jig_version = place.jig_version;
    if (!mark.empty()) archive.marks.emplace_back(mark);
    return in_context(image::write_backup(archive, place.folder), "backing up");
}

}  // namespace jig::clone
