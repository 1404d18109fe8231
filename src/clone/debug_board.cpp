// SPDX-License-Identifier: Apache-2.0
#include "clone/debug_board.hpp"

#include "chip/registers.hpp"
#include "clone/identity_registers.hpp"
#include "clone/pending_protection.hpp"
#include "clone/start.hpp"

namespace jig::clone {
namespace {

namespace FLASH = chip::FLASH;

}  // namespace

Result<chip::Identity> DebugBoard::identity_registers() {
    TRY_ASSIGN(chip::Identity registers, read_identity_registers(memory()));
    registers.dpidr = link().dpidr;
    return registers;
}

Result<LoadedOptions> DebugBoard::loaded_options() {
    LoadedOptions loaded;
    TRY_ASSIGN(loaded.flash_obr, memory().read_word(FLASH::OBR));
    TRY_ASSIGN(loaded.flash_wrpr, memory().read_word(FLASH::WRPR));
    return loaded;
}

Result<bool> DebugBoard::halt() {
    TRY_ASSIGN(const dap::CoreState state, target_.core().state());
    if (state == dap::CoreState::halted) return false;
    TRY(target_.core().halt());
    return true;
}

Result<std::unique_ptr<flash::FlashProgrammer>> DebugBoard::open_programmer(const flash::Geometry& geometry,
                                                                            std::uint32_t sram_bytes) {
    return flash::open_f1_programmer(target_, geometry, sram_bytes);
}

Result<void> DebugBoard::write_option_bytes(const flash::OptionPlan& plan) {
    return flash::write_option_bytes(target_, plan);
}

Result<bool> DebugBoard::lift_protection(const chip::RawOptionBytes& stored, bool pending) {
    chip::OptionBytes wanted(stored);
    wanted.set(chip::OptionByte::RDP, chip::rdp_unprotected);
    TRY(pending ? halt_without_reset(*this) : target_.core().reset_and_halt());
    TRY(write_option_bytes(flash::plan_option_bytes(stored, wanted.raw())));
    TRY(target_.core().reset_and_halt());
    TRY_ASSIGN(const LoadedOptions loaded, loaded_options());
    return (loaded.flash_obr & FLASH::OBR_RDPRT) == 0;
}

Result<StartWatch> DebugBoard::start() { return reset_and_watch(target_); }

}  // namespace jig::clone
