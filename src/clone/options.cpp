// SPDX-License-Identifier: Apache-2.0
#include "clone/options.hpp"

#include <fmt/format.h>

#include "chip/registers.hpp"
#include "clone/capture.hpp"
#include "clone/in_flight.hpp"
#include "clone/pending_protection.hpp"
#include "clone/reading.hpp"
#include "flash/option_bytes.hpp"
#include "flash/programmer.hpp"

namespace jig::clone {
namespace {

namespace FLASH = chip::FLASH;

// Makes sure that `content` is what the chip holds. A reset, which the chip's CRC needs, would put a pending protection
// in force; two equal reads tell as much and need none. The core is halted afterwards.
Result<void> confirm(Board& board, const Identity& identity, Bytes& content, Progress& progress) {
    if (protection_is_pending(identity)) {
        TRY(halt_without_reset(board));
        return confirm_flash_by_reading(board, content, progress);
    }
    TRY_ASSIGN(const auto programmer, board.open_programmer(identity.geometry(), identity.sram_bytes()));
    TRY(confirm_flash(board, *programmer, content, progress));
    return programmer->finish();
}

// The whole board, verified and on disk.
Result<std::filesystem::path> back_up_whole(Board& board, const Identity& identity, const BackupPlace& place,
                                            std::string_view mark, Progress& progress) {
    TRY_ASSIGN(const std::uint32_t size, readable_flash_bytes(board, identity));
    TRY_ASSIGN(Bytes content, read_range(board, {chip::flash_base, size}, "backup", progress));
    TRY(confirm(board, identity, content, progress));
    return store_backup(board, identity, content, place, mark);
}

// What stands between a protected chip and its option bytes: an interrupted run of ours, or its owner's wish.
Error protected_error(const Identity& identity, const std::optional<Unfinished>& unfinished) {
    if (!unfinished || !unfinished->archive.has_mark(image::options_in_flight)) return read_protected_error(identity);
    return {ErrorKind::protection,
            fmt::format("an interrupted run left the chip read-protected; what was on it is safe, and `jig restore {}` "
                        "lifts the protection and brings it back, nothing was written",
                        unfinished->file.string())};
}

std::vector<std::string> effects(const OptionBytes& before, const OptionBytes& wanted, const OptionBytes& result,
                                 bool protected_now) {
    std::vector<std::string> sentences{
        "the option bytes are written and read back; the reset after it has loaded them"};
    if (protected_now) {
        sentences.emplace_back("read protection is in force; lifting it erases the flash");
    } else if (chip::OptionBytes(result).read_protected()) {
        sentences.emplace_back(
            "read protection is in force from the next power-on on; lifting it then erases the flash");
    } else if (chip::OptionBytes(before).read_protected()) {
        sentences.emplace_back("the read protection that was stored is gone before it took effect");
    }
    if (result != wanted) sentences.emplace_back("complements that did not fit were mended by the chip");
    return sentences;
}

}  // namespace

Result<OptionState> read_options(Board& board) {
    OptionState state;
    TRY_ASSIGN(const LoadedOptions loaded, board.loaded_options());
    state.flash_obr = loaded.flash_obr;
    state.flash_wrpr = loaded.flash_wrpr;
    state.read_protected = (state.flash_obr & FLASH::OBR_RDPRT) != 0;
    OptionBytes stored{};
    const Result<void> read = board.memory().read(chip::option_bytes_address, stored);
    if (read) state.stored = stored;
    if (!read && !(state.read_protected && read.error().kind == ErrorKind::protection)) return fail(read.error());
    return state;
}

Result<std::vector<std::string>> write_options(Board& board, const OptionBytes& wanted, const BackupPlace& place,
                                               Progress& progress) {
    TRY_ASSIGN(const Identity identity, identify(board));
    TRY_ASSIGN(const std::optional<Unfinished> unfinished, find_unfinished(place.folder, identity.uid));
    if (identity.read_protected) return fail(protected_error(identity, unfinished));
    const flash::OptionPlan plan = flash::plan_option_bytes(identity.option_bytes, wanted);
    if (plan.empty()) return std::vector<std::string>{"the option bytes are as wanted already; nothing was written"};
    // The mark belongs on the backup that holds what the board was before any interruption (see in_flight.hpp).
    const std::string_view mark = unfinished ? half_written : image::options_in_flight;
    TRY_ASSIGN(const std::filesystem::path backup, back_up_whole(board, identity, place, mark, progress));
    const std::filesystem::path& marked = unfinished ? unfinished->file : backup;
    TRY(image::set_archive_mark(marked, image::options_in_flight, true));
    TRY(in_context(board.write_option_bytes(plan), "the board's content is in " + marked.string()));
    TRY(image::set_archive_mark(marked, image::options_in_flight, false));
    TRY(board.reset_and_run());
    TRY_ASSIGN(const LoadedOptions loaded, board.loaded_options());
    return effects(identity.option_bytes, wanted, plan.result, (loaded.flash_obr & FLASH::OBR_RDPRT) != 0);
}

}  // namespace jig::clone
