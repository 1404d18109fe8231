// SPDX-License-Identifier: Apache-2.0
#include "clone/serial_board.hpp"

#include <fmt/format.h>

#include <array>

#include "base/bytes.hpp"
#include "chip/registers.hpp"
#include "clone/identity_registers.hpp"
#include "flash/serial_programmer.hpp"

namespace jig::clone {
namespace {

using probe::uart_bootloader::SerialChip;
namespace FLASH = chip::FLASH;

// A bootloader refuses an address where a debug port would see a fault.
Result<void> as_fault(Result<void> result) {
    if (!result && result.error().kind == ErrorKind::refused) result.error().kind = ErrorKind::fault;
    return result;
}

// FLASH_OBR of a chip that has loaded these option bytes: OPTERR, RDPRT, USER, Data0, Data1 (PM0075 3.7).
std::uint32_t loaded_obr(const chip::OptionBytes& bytes) {
    const auto loaded = [&](chip::OptionByte which) -> std::uint32_t {
        return bytes.complement_ok(which) ? bytes.value(which) : 0xFFU;
    };
    std::uint32_t obr = bytes.valid() ? 0 : FLASH::OBR_OPTERR;
    if (bytes.read_protected()) obr |= FLASH::OBR_RDPRT;
    obr |= (loaded(chip::OptionByte::USER) & 0xFFU) << 2;
    obr |= loaded(chip::OptionByte::Data0) << 10;
    return obr | loaded(chip::OptionByte::Data1) << 18;
}

dap::Link link_of(const SerialChip& chip) {
    const probe::uart_bootloader::SerialChipInfo info = chip.info();
    return {.address = info.address, .probe = info.speaker, .baud = info.baud, .notes = info.notes};
}

}  // namespace

Result<void> SerialTargetMemory::read(std::uint32_t address, MutableByteView out) {
    return as_fault(memory_.read(address, out, {}));
}

Result<void> SerialTargetMemory::write(std::uint32_t address, ByteView data) {
    return as_fault(memory_.write(address, data, {}));
}

Result<std::uint32_t> SerialTargetMemory::read_word(std::uint32_t address) {
    std::array<std::uint8_t, 4> bytes{};
    TRY(read(address, bytes));
    return load_le32(bytes);
}

Result<void> SerialTargetMemory::write_word(std::uint32_t address, std::uint32_t value) {
    std::array<std::uint8_t, 4> bytes{};
    store_le32(bytes, value);
    return write(address, bytes);
}

Result<std::uint16_t> SerialTargetMemory::read_half(std::uint32_t address) {
    std::array<std::uint8_t, 2> bytes{};
    TRY(read(address, bytes));
    return load_le16(bytes);
}

Result<void> SerialTargetMemory::write_half(std::uint32_t address, std::uint16_t) {
    return fail(ErrorKind::unsupported,
                fmt::format("one half-word at {} cannot be written through a bootloader", hex_address(address)));
}

SerialBoard::SerialBoard(std::unique_ptr<SerialChip> chip)
    : chip_(std::move(chip)), memory_(chip_->memory()), link_(link_of(*chip_)) {}

// All that the ROM has to say is its product ID, which is DEV_ID. DBGMCU_IDCODE reads 0 while no debugger is connected
// (ES096 2.3 and its like for the other densities), and then says no more.
Result<chip::Identity> SerialBoard::identity_registers() {
    const probe::uart_bootloader::SerialChipInfo info = chip_->info();
    if (!info.reads_registers) {
        chip::Identity only;
        only.dbgmcu_idcode = info.product_id;
        return only;
    }
    constexpr std::uint32_t dev_id = 0x0FFF;  // RM0008 31.6.1
    TRY_ASSIGN(chip::Identity registers, read_identity_registers(memory_));
    if ((registers.dbgmcu_idcode.value_or(0) & dev_id) != info.product_id) registers.dbgmcu_idcode = info.product_id;
    return registers;
}

// A chip in its bootloader was reset to get there, so what is stored is in force.
Result<LoadedOptions> SerialBoard::loaded_options() {
    chip::RawOptionBytes stored{};
    const Result<void> read = memory_.read(chip::option_bytes_address, stored);
    if (!read && read.error().kind == ErrorKind::protection) return LoadedOptions{.flash_obr = FLASH::OBR_RDPRT};
    TRY(read);
    const chip::OptionBytes bytes(stored);
    return LoadedOptions{.flash_obr = loaded_obr(bytes), .flash_wrpr = bytes.wrpr()};
}

Result<std::unique_ptr<flash::FlashProgrammer>> SerialBoard::open_programmer(const flash::Geometry& geometry,
                                                                             std::uint32_t) {
    return flash::serial_programmer(*chip_, geometry);
}

Result<void> SerialBoard::write_and_read_back(const chip::RawOptionBytes& wanted) {
    TRY(chip_->control().write_option_bytes(wanted));
    chip::RawOptionBytes found{};
    TRY(memory_.read(chip::option_bytes_address, found));
    if (found == wanted) return {};
    return fail(ErrorKind::mismatch,
                fmt::format("the option bytes read back as {} instead of {}; run the same command again", to_hex(found),
                            to_hex(wanted)));
}

Result<void> SerialBoard::protect() {
    TRY(chip_->control().protect_readout());
    const Result<std::uint32_t> word = memory_.read_word(chip::flash_base);
    if (!word && word.error().kind == ErrorKind::protection) return {};
    if (!word) return fail(word.error());
    return fail(ErrorKind::mismatch, "the bootloader has set read protection, but the flash can still be read");
}

Result<void> SerialBoard::write_option_bytes(const flash::OptionPlan& plan) {
    chip::OptionBytes open(plan.result);
    open.set(chip::OptionByte::RDP, chip::rdp_unprotected);
    TRY(write_and_read_back(open.raw()));
    return chip::OptionBytes(plan.result).read_protected() ? protect() : Result<void>();
}

Result<bool> SerialBoard::lift_protection(const chip::RawOptionBytes& stored, bool pending) {
    if (pending) {
        chip::OptionBytes open(stored);
        open.set(chip::OptionByte::RDP, chip::rdp_unprotected);
        TRY(write_and_read_back(open.raw()));
        return true;
    }
    TRY(chip_->control().unprotect_readout());
    const Result<std::uint32_t> word = memory_.read_word(chip::flash_base);
    if (!word && word.error().kind != ErrorKind::protection) return fail(word.error());
    return word.has_value();
}

// A protected chip takes no program that would reset it; setting the protection has reset it.
Result<void> SerialBoard::reset_into_bootloader() {
    Result<void> reset = chip_->control().reset();
    if (!reset && reset.error().kind == ErrorKind::protection) return {};
    return reset;
}

Result<void> SerialBoard::reset_and_run() {
    TRY_ASSIGN(const bool runs, chip_->control().reset_into_flash());
    return runs ? Result<void>() : reset_into_bootloader();
}

Result<StartWatch> SerialBoard::start() {
    TRY_ASSIGN(const bool runs, chip_->control().reset_into_flash());
    if (runs) {
        return StartWatch{.observed = false,
                          .what =
                              "the board was reset with BOOT0 low; nobody looked, because a bootloader is no "
                              "debug port"};
    }
    TRY(reset_into_bootloader());
    return StartWatch{
        .observed = false,
        .what = "BOOT0 is still high, so the board is back in its bootloader: set BOOT0 low and reset it"};
}

}  // namespace jig::clone
