// SPDX-License-Identifier: Apache-2.0
// A board behind its UART, while its boot pins choose the ROM bootloader; our stub may speak for it. What the
// bootloader does not lead to - the core, and without our stub every register - cannot be read, and is said to be
// missing.
#pragma once

#include "clone/board.hpp"
#include "probe/uart_bootloader/serial_chip.hpp"

namespace jig::clone {

// The memory of such a chip. Errors: fault (an address that it does not serve), protection (it is read-protected),
// unsupported (one half-word), link.
class SerialTargetMemory final : public dap::TargetMemory {
 public:
    explicit SerialTargetMemory(probe::uart_bootloader::SerialMemory& memory) : memory_(memory) {}

    Result<void> read(std::uint32_t address, MutableByteView out) override;
    Result<void> write(std::uint32_t address, ByteView data) override;
    Result<std::uint32_t> read_word(std::uint32_t address) override;
    Result<void> write_word(std::uint32_t address, std::uint32_t value) override;
    Result<std::uint16_t> read_half(std::uint32_t address) override;
    Result<void> write_half(std::uint32_t address, std::uint16_t value) override;

 private:
    probe::uart_bootloader::SerialMemory& memory_;
};

class SerialBoard final : public Board {
 public:
    explicit SerialBoard(std::unique_ptr<probe::uart_bootloader::SerialChip> chip);

    [[nodiscard]] dap::TargetMemory& memory() override { return memory_; }
    [[nodiscard]] Clock& clock() override { return chip_->clock(); }
    [[nodiscard]] const dap::Link& link() const override { return link_; }
    [[nodiscard]] bool survives_faults() const override { return chip_->info().reads_registers; }
    // ST's bootloader programs words, our stub half-words.
    [[nodiscard]] std::uint32_t unit_bytes() const override { return chip_->info().reads_registers ? 2 : 4; }
    Result<chip::Identity> identity_registers() override;
    Result<LoadedOptions> loaded_options() override;
    // No firmware runs while a bootloader does.
    Result<bool> halt() override { return false; }
    Result<void> resume() override { return {}; }
    Result<std::unique_ptr<flash::FlashProgrammer>> open_programmer(const flash::Geometry& geometry,
                                                                    std::uint32_t sram_bytes) override;
    // The bootloader resets the chip by itself, so that they are in force afterwards. Protection comes last, when all
    // else has been read back, and is seen by the bootloader's refusal to read.
    Result<void> write_option_bytes(const flash::OptionPlan& plan) override;
    Result<bool> lift_protection(const chip::RawOptionBytes& stored, bool pending) override;
    Result<void> reset_and_run() override;
    // Nobody can look: the bootloader knows nothing of a program that runs instead of it.
    Result<StartWatch> start() override;

 private:
    Result<void> write_and_read_back(const chip::RawOptionBytes& wanted);
    Result<void> protect();
    Result<void> reset_into_bootloader();

    std::unique_ptr<probe::uart_bootloader::SerialChip> chip_;
    SerialTargetMemory memory_;
    dap::Link link_;
};

}  // namespace jig::clone
