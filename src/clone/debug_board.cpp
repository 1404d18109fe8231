// SPDX-License-Identifier: Apache-2.0
#include "clone/debug_board.hpp"

#include <array>
#include <optional>

#include "chip/registers.hpp"
#include "clone/pending_protection.hpp"
#include "clone/start.hpp"

namespace jig::clone {
namespace {

namespace FLASH = chip::FLASH;

constexpr std::uint32_t rom_table_entry_present = 1;

// A register that some chips fault on: nothing then. Anything but a fault is an error.
Result<std::optional<std::uint32_t>> read_if_there(dap::TargetMemory& memory, std::uint32_t address) {
    const Result<std::uint32_t> value = memory.read_word(address);
    if (value) return std::optional(*value);
    if (value.error().kind == ErrorKind::fault) return std::optional<std::uint32_t>();
    return fail(value.error());
}

Result<std::optional<std::array<std::uint8_t, 8>>> read_pidr(dap::TargetMemory& memory) {
    std::array<std::uint8_t, 8> pidr{};
    for (std::uint32_t i = 0; i < 4; ++i) {
        TRY_ASSIGN(const auto low, read_if_there(memory, chip::rom_table_pidr0_address + 4 * i));
        TRY_ASSIGN(const auto high, read_if_there(memory, chip::rom_table_pidr4_address + 4 * i));
        if (!low || !high) return std::optional<std::array<std::uint8_t, 8>>();
        pidr[i] = static_cast<std::uint8_t>(*low);
        pidr[4 + i] = static_cast<std::uint8_t>(*high);
    }
    return std::optional(pidr);
}

}  // namespace

Result<chip::Identity> DebugBoard::identity_registers() {
    chip::Identity registers;
    registers.dpidr = link().dpidr;
    TRY_ASSIGN(registers.cpuid, read_if_there(memory(), chip::cpuid_address));
    TRY_ASSIGN(registers.dbgmcu_idcode, read_if_there(memory(), chip::dbgmcu_idcode_address));
    TRY_ASSIGN(registers.rom_table_pidr, read_pidr(memory()));
    TRY_ASSIGN(const auto etm, read_if_there(memory(), chip::rom_table_etm_address));
    if (etm) registers.rom_table_has_etm = (*etm & rom_table_entry_present) != 0;
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
