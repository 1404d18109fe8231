// SPDX-License-Identifier: Apache-2.0
#include "clone/options.hpp"

#include "chip/registers.hpp"
#include "clone/capture.hpp"
#include "clone/in_flight.hpp"
#include "clone/pending_protection.hpp"
#include "clone/reading.hpp"
#include "flash/fpec.hpp"
#include "flash/option_bytes.hpp"
#include "flash/programmer.hpp"

namespace jig::clone {
namespace {

namespace FLASH = chip::FLASH;

// The whole board, verified and on disk; the core is halted afterwards.
Result<std::filesystem::path> back_up_whole(dap::Target& target, const Identity& identity, const BackupPlace& place,
                                            Progress& progress) {
    TRY_ASSIGN(const std::uint32_t size, readable_flash_bytes(target, identity));
    TRY_ASSIGN(Bytes content, read_range(target, {chip::flash_base, size}, "backup", progress));
    TRY_ASSIGN(const auto programmer, flash::open_f1_programmer(target, identity.geometry(), identity.sram_bytes()));
    TRY(confirm_flash(target, *programmer, content, progress));
    TRY_ASSIGN(std::filesystem::path file, store_backup(target, identity, content, place, image::options_in_flight));
    TRY(programmer->finish());
    return file;
}

std::vector<std::string> effects(const OptionBytes& before, const OptionBytes& wanted) {
    const chip::OptionBytes old_bytes(before);
    const chip::OptionBytes new_bytes(wanted);
    std::vector<std::string> sentences{
        "the option bytes are written and read back; the reset after it has loaded them"};
    if (new_bytes.read_protected() && !old_bytes.read_protected()) {
        sentences.emplace_back(
            "read protection is in force from the next power-on on; lifting it then erases the flash");
    }
    if (flash::writable_option_bytes(wanted) != wanted) {
        sentences.emplace_back("complements that did not fit were mended by the chip");
    }
    return sentences;
}

}  // namespace

Result<OptionState> read_options(dap::Target& target) {
    OptionState state;
    TRY(target.memory().read(chip::option_bytes_address, state.stored));
    TRY_ASSIGN(state.flash_obr, target.memory().read_word(FLASH::OBR));
    TRY_ASSIGN(state.flash_wrpr, target.memory().read_word(FLASH::WRPR));
    state.read_protected = (state.flash_obr & FLASH::OBR_RDPRT) != 0;
    return state;
}

Result<std::vector<std::string>> write_options(dap::Target& target, const OptionBytes& wanted, const BackupPlace& place,
                                               Progress& progress) {
    TRY_ASSIGN(const Identity identity, identify(target));
    if (identity.read_protected) return fail(read_protected_error(identity));
    const flash::OptionPlan plan = flash::plan_option_bytes(identity.option_bytes, wanted);
    if (plan.empty()) return std::vector<std::string>{"the option bytes are as wanted already; nothing was written"};
    if (protection_is_pending(identity)) {
        // The reset that a backup needs would put the pending protection in force.
        TRY(target.core().halt());
        TRY(flash::write_option_bytes(target, plan));
    } else {
        TRY_ASSIGN(const std::filesystem::path backup, back_up_whole(target, identity, place, progress));
        TRY(in_context(flash::write_option_bytes(target, plan), "the board's content is in " + backup.string()));
        TRY(clear_marks(backup));
    }
    TRY(target.core().reset_and_run());
    return effects(identity.option_bytes, wanted);
}

}  // namespace jig::clone
