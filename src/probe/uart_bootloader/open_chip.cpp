// SPDX-License-Identifier: Apache-2.0
#include "probe/uart_bootloader/open_chip.hpp"

#include "probe/uart_bootloader/stub_chip.hpp"

namespace jig::probe::uart_bootloader {
namespace {

constexpr Duration reset_time = std::chrono::milliseconds(50);

// A run that was killed has left the stub running, at the rate it had: it resets the chip for us.
bool reset_running_stub(port::Ports& ports, const UartAddress& address) {
    Result<std::unique_ptr<Line>> line = Line::open(ports, address);
    if (!line) return false;
    for (const std::uint32_t baud : {address.fast_baud, address.baud}) {
        if (!(*line)->set(baud, port::Parity::none)) continue;
        if (!StubLink::reset_running(**line)) continue;
        ports.clock().sleep(reset_time);
        return true;
    }
    return false;
}

}  // namespace

Result<std::unique_ptr<SerialChip>> open_chip(port::Ports& ports, std::string_view text) {
    TRY_ASSIGN(const UartAddress address, parse_uart_address(text));
    Result<std::unique_ptr<RomBootloader>> rom = RomBootloader::open(ports, address);
    if (!rom && rom.error().kind == ErrorKind::link && reset_running_stub(ports, address)) {
        rom = RomBootloader::open(ports, address);
    }
    if (!rom) return fail(std::move(rom.error()));
    if (address.rom_only) return std::unique_ptr<SerialChip>(std::move(*rom));
    TRY_ASSIGN(std::unique_ptr<SerialChip> chip, StubChip::open(std::move(*rom)));
    return chip;
}

}  // namespace jig::probe::uart_bootloader
