// SPDX-License-Identifier: Apache-2.0
// A chip reached through ST's USART bootloader alone.
#pragma once

#include <memory>

#include "probe/uart_bootloader/rom_link.hpp"
#include "probe/uart_bootloader/serial_chip.hpp"

namespace jig::probe::uart_bootloader {

class RomBootloader final : public SerialChip, private SerialMemory, private SerialControl {
 public:
    // Opens the port and gets the ROM's attention. Errors: as Ports::open_serial; link (no bootloader answers).
    static Result<std::unique_ptr<RomBootloader>> open(port::Ports& ports, const UartAddress& address);

    [[nodiscard]] SerialChipInfo info() const override;
    [[nodiscard]] Clock& clock() override { return link_.line().clock(); }
    [[nodiscard]] SerialMemory& memory() override { return *this; }
    [[nodiscard]] SerialControl& control() override { return *this; }
    // For the stub, which is loaded through it and leaves it behind.
    [[nodiscard]] RomLink& link() { return link_; }

 private:
    RomBootloader(std::unique_ptr<Line> line, const UartAddress& address) : link_(std::move(line), address) {}

    Result<void> read(std::uint32_t address, MutableByteView out, const Advance& advance) override;
    Result<void> write(std::uint32_t address, ByteView data, const Advance& advance) override;
    Result<void> erase_pages(std::span<const std::uint16_t> pages, const Advance& advance) override;
    Result<void> erase_all() override;
    Result<std::uint32_t> checksum(const AddressRange& range) override;

    Result<void> write_option_bytes(ByteView raw) override;
    Result<void> protect_readout() override;
    Result<void> unprotect_readout() override;
    Result<void> reset() override;
    Result<bool> reset_into_flash() override { return link_.reset_into_flash(); }
    Result<void> start(std::uint32_t address) override;

    Result<void> read_block(std::uint32_t address, MutableByteView out);
    Result<void> write_block(std::uint32_t address, ByteView data, Duration work);
    Result<void> erase_list(std::span<const std::uint16_t> pages);
    Result<void> then_reset(const Result<void>& done);
    Result<void> change_protection(wire::an3155::Command command, std::string_view what);

    RomLink link_;
};

}  // namespace jig::probe::uart_bootloader
