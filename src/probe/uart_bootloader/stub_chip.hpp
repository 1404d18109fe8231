// SPDX-License-Identifier: Apache-2.0
// A chip reached through our stub in its SRAM, which ST's bootloader has taken there; through that bootloader where the
// stub does not run or cannot do it.
#pragma once

#include <memory>
#include <optional>

#include "probe/uart_bootloader/packer.hpp"
#include "probe/uart_bootloader/rom_bootloader.hpp"
#include "probe/uart_bootloader/stub_link.hpp"

namespace jig::probe::uart_bootloader {

class StubChip final : public SerialChip, private SerialMemory, private SerialControl {
 public:
    // Takes the stub to the chip behind `rom` and raises the rate as far as the line goes along. A chip that does not
    // let it in keeps its bootloader, and info() says why. Errors: link (the bootloader, or the stub once it was
    // started, has fallen silent).
    static Result<std::unique_ptr<StubChip>> open(std::unique_ptr<RomBootloader> rom);
    // Resets a chip in which the stub still runs, so that ST's bootloader answers whoever comes next.
    ~StubChip() override;

    [[nodiscard]] SerialChipInfo info() const override;
    [[nodiscard]] Clock& clock() override { return rom_->clock(); }
    [[nodiscard]] SerialMemory& memory() override { return *this; }
    [[nodiscard]] SerialControl& control() override { return *this; }
    // Whether the stub runs.
    [[nodiscard]] bool stub_runs() const { return stub_.has_value(); }

 private:
    struct Running {
        explicit Running(Line& line, std::size_t window_bytes) : link(line), packer(window_bytes) {}
        StubLink link;
        Packer packer;
        std::uint32_t brr = 0;
    };

    explicit StubChip(std::unique_ptr<RomBootloader> rom) : rom_(std::move(rom)) {}

    Result<void> read(std::uint32_t address, MutableByteView out, const Advance& advance) override;
    Result<void> write(std::uint32_t address, ByteView data, const Advance& advance) override;
    Result<void> erase_pages(std::span<const std::uint16_t> pages, const Advance& advance) override;
    Result<void> erase_all() override;
    Result<std::uint32_t> checksum(const AddressRange& range) override;

    Result<void> write_option_bytes(ByteView raw) override;
    Result<void> protect_readout() override;
    Result<void> unprotect_readout() override;
    Result<void> reset() override;
    Result<bool> reset_into_flash() override;
    Result<void> start(std::uint32_t address) override;

    [[nodiscard]] Line& line() { return rom_->link().line(); }
    [[nodiscard]] std::uint32_t window_bytes() const;
    Result<void> load();
    Result<void> greet();
    Result<void> raise_rate();
    Result<bool> holds_at_rate();
    Result<void> end_stub();
    Result<void> back_to_rom();
    Result<void> write_flash(std::uint32_t address, ByteView data, const Advance& advance);
    Result<void> write_elsewhere(std::uint32_t address, ByteView data, const Advance& advance);

    std::unique_ptr<RomBootloader> rom_;
    std::optional<Running> stub_;
    std::uint32_t rom_baud_ = 0;
    port::Parity rom_parity_{};
    unsigned repetitions_ = 0;  // of stubs that have ended
    std::vector<std::string> notes_;
};

}  // namespace jig::probe::uart_bootloader
