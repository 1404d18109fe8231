// SPDX-License-Identifier: Apache-2.0
#include "probe/uart_bootloader/rom_bootloader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "probe/uart_bootloader/datasheet_times.hpp"

namespace jig::probe::uart_bootloader {
namespace {

namespace rom = wire::an3155;
using rom::Command;

constexpr std::uint32_t option_bytes = 0x1FFFF800;  // PM0075 2.5
constexpr std::size_t option_byte_count = 16;
// AN2606, F10x: SRAM below 0x20000200 is the bootloader's. Every F103 has SRAM here.
constexpr std::uint32_t small_program = 0x20000400;
// From a system reset to the moment when the ROM looks at RX, much less in fact.
constexpr Duration reset_time = std::chrono::milliseconds(50);

// A vector table and four instructions that write SYSRESETREQ with its key to AIRCR (PM0056 4.4.5).
Bytes reset_program() {
    constexpr std::array<std::uint32_t, 6> words = {
        small_program,
        small_program + 8 + 1,  // Thumb
        0x4A024901,             // ldr r1, =AIRCR; ldr r2, =value
        0xE7FE600A,             // str r2, [r1]; b .
        0xE000ED0C,
        0x05FA0004,
    };
    Bytes bytes(4 * words.size());
    for (std::size_t i = 0; i < words.size(); ++i) store_le32(MutableByteView(bytes).subspan(4 * i), words[i]);
    return bytes;
}

void tell(const Advance& advance, std::uint64_t done) {
    if (advance) advance(done);
}

}  // namespace

Result<std::unique_ptr<RomBootloader>> RomBootloader::open(port::Ports& ports, const UartAddress& address) {
    TRY_ASSIGN(std::unique_ptr<Line> line, Line::open(ports, address));
    std::unique_ptr<RomBootloader> chip(new RomBootloader(std::move(line), address));
    TRY(chip->link_.reset_into_rom());
    TRY(chip->link_.identify());
    return chip;
}

SerialChipInfo RomBootloader::info() const {
    const UartAddress& address = link_.address();
    return {.address = fmt::format("uart:{}@{}", address.path, address.baud),
            .speaker = "ROM bootloader " + rom::version_text(link_.abilities().version),
            .baud = link_.line().baud(),
            .parity = link_.line().parity(),
            .product_id = link_.product_id(),
            .can_reset = address.nrst.has_value(),
            .repetitions = link_.repetitions(),
            .notes = link_.notes()};
}

Result<void> RomBootloader::read_block(std::uint32_t address, MutableByteView out) {
    const std::array fields = {rom::address(address), rom::read_length(out.size())};
    return link_.attempt(fmt::format("Read Memory of {} bytes at {}", out.size(), hex_address(address)),
                         [&]() -> Result<void> {
                             TRY(link_.ask(Command::read_memory, fields));
                             return link_.receive(out);
                         });
}

Result<void> RomBootloader::read(std::uint32_t address, MutableByteView out, const Advance& advance) {
    for (std::size_t at = 0; at < out.size(); at += rom::block_limit) {
        const std::size_t count = std::min(rom::block_limit, out.size() - at);
        TRY(read_block(address + static_cast<std::uint32_t>(at), out.subspan(at, count)));
        tell(advance, at + count);
    }
    return {};
}

// The same block twice does no harm: half-words that hold it already refuse it and stay as they are.
Result<void> RomBootloader::write_block(std::uint32_t address, ByteView data, Duration work) {
    const std::array fields = {rom::address(address)};
    return link_.attempt(fmt::format("Write Memory of {} bytes at {}", data.size(), hex_address(address)),
                         [&]() -> Result<void> {
                             TRY(link_.ask(Command::write_memory, fields));
                             return link_.send_field(rom::block(data), work);
                         });
}

Result<void> RomBootloader::write(std::uint32_t address, ByteView data, const Advance& advance) {
    constexpr std::size_t word = 4;
    for (std::size_t at = 0; at < data.size(); at += rom::block_limit) {
        const std::size_t count = std::min(rom::block_limit, data.size() - at);
        Bytes block(data.begin() + static_cast<std::ptrdiff_t>(at),
                    data.begin() + static_cast<std::ptrdiff_t>(at + count));
        block.resize((count + word - 1) / word * word, 0xFF);
        const auto half_words = static_cast<std::int64_t>(block.size() / 2);
        TRY(write_block(address + static_cast<std::uint32_t>(at), block, half_words * longest_half_word));
        tell(advance, at + count);
    }
    return {};
}

Result<void> RomBootloader::erase_list(std::span<const std::uint16_t> pages) {
    const bool extended = link_.abilities().has(Command::extended_erase);
    const Duration work = static_cast<std::int64_t>(pages.size()) * longest_erase;
    Bytes numbers;
    for (const std::uint16_t page : pages) numbers.push_back(static_cast<std::uint8_t>(page));
    return link_.attempt(fmt::format("erasing {} pages from page {} on", pages.size(), pages.front()),
                         [&]() -> Result<void> {
                             TRY(link_.ask(extended ? Command::extended_erase : Command::erase));
                             return link_.send_field(extended ? rom::extended_pages(pages) : rom::pages(numbers), work);
                         });
}

Result<void> RomBootloader::erase_pages(std::span<const std::uint16_t> pages, const Advance& advance) {
    for (std::size_t at = 0; at < pages.size(); at += rom::erase_limit) {
        const std::size_t count = std::min(rom::erase_limit, pages.size() - at);
        TRY(erase_list(pages.subspan(at, count)));
        tell(advance, at + count);
    }
    return {};
}

Result<void> RomBootloader::erase_all() {
    const bool extended = link_.abilities().has(Command::extended_erase);
    return link_.attempt("erasing the whole flash", [&]() -> Result<void> {
        TRY(link_.ask(extended ? Command::extended_erase : Command::erase));
        return link_.send_field(extended ? rom::extended_all_pages() : rom::all_pages(), 2 * longest_erase);
    });
}

Result<std::uint32_t> RomBootloader::checksum(const AddressRange& range) {
    return fail(ErrorKind::unsupported,
                fmt::format("the ROM bootloader has no checksum of {}; read it back instead", to_string(range)));
}

Result<void> RomBootloader::then_reset(const Result<void>& done) {
    TRY(done);
    clock().sleep(reset_time);
    return in_context(link_.synchronise(), "after the reset");
}

Result<void> RomBootloader::write_option_bytes(ByteView raw) {
    if (raw.size() != option_byte_count) return fail(ErrorKind::refused, "option bytes are 16 bytes");
    return then_reset(write_block(option_bytes, raw, longest_erase + option_byte_count * longest_half_word));
}

// The ROM answers twice: that it has understood, and before it resets the chip.
Result<void> RomBootloader::change_protection(Command command, std::string_view what) {
    const Duration work = 3 * longest_erase;  // flash and option bytes, and the option bytes' half-words
    return then_reset(link_.attempt(what, [&]() -> Result<void> {
        TRY(link_.ask(command));
        return link_.send_field({}, work);
    }));
}

Result<void> RomBootloader::protect_readout() { return change_protection(Command::readout_protect, "Readout Protect"); }

Result<void> RomBootloader::unprotect_readout() {
    return change_protection(Command::readout_unprotect, "Readout Unprotect");
}

Result<void> RomBootloader::reset() {
    if (link_.address().nrst) {
        TRY(link_.reset_into_rom());
        return in_context(link_.synchronise(), "after the reset");
    }
    TRY(write(small_program, reset_program(), {}));
    return then_reset(start(small_program));
}

Result<void> RomBootloader::start(std::uint32_t address) {
    const std::array fields = {rom::address(address)};
    return link_.attempt(fmt::format("Go to {}", hex_address(address)), [&] { return link_.ask(Command::go, fields); });
}

}  // namespace jig::probe::uart_bootloader
