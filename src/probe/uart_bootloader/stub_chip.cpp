// SPDX-License-Identifier: Apache-2.0
// How the stub gets into a chip and out of it, and at which rate it is spoken to.
#include "probe/uart_bootloader/stub_chip.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "probe/uart_bootloader/datasheet_times.hpp"
#include "probe/uart_bootloader/stub_image.hpp"

namespace jig::probe::uart_bootloader {
namespace {

namespace stub = wire::ram_stub;

constexpr std::uint16_t high_density = 0x414;  // RM0008 31.6.1, DEV_ID
constexpr std::uint16_t medium_density = 0x410;

// From Go to a stub that listens: its PLL locks within 200 us (DS5792 5.3.8).
constexpr Duration stub_start = std::chrono::milliseconds(10);
// From a system reset to the moment when the ROM looks at RX, much less in fact.
constexpr Duration reset_time = std::chrono::milliseconds(50);

// What the stub waits for a host at a new rate before it returns to the old one, and the part of it that greetings may
// take: three of them, each longer than the 16 ms of an adapter's latency timer.
constexpr Duration rate_trial = std::chrono::milliseconds(500);
constexpr Duration greeting_patience = std::chrono::milliseconds(100);
constexpr int rate_greetings = 3;

// A rate further off than this is not worth trying: sender and receiver together may be 3 % apart (RM0008 27.3.5).
constexpr double most_rate_error = 0.02;

std::uint32_t divided(std::uint64_t numerator, std::uint64_t denominator) {
    return static_cast<std::uint32_t>((numerator + denominator / 2) / denominator);
}

}  // namespace

Result<std::unique_ptr<StubChip>> StubChip::open(std::unique_ptr<RomBootloader> rom) {
    std::unique_ptr<StubChip> chip(new StubChip(std::move(rom)));
    chip->rom_baud_ = chip->line().baud();
    chip->rom_parity_ = chip->line().parity();
    TRY(chip->load());
    return chip;
}

SerialChipInfo StubChip::info() const {
    SerialChipInfo info = rom_->info();
    if (stub_) info.speaker = fmt::format("RAM stub {} over {}", stub::version, info.speaker);
    info.reads_registers = stub_.has_value();
    info.repetitions += repetitions_ + (stub_ ? stub_->link.repetitions() : 0);
    info.notes.insert(info.notes.end(), notes_.begin(), notes_.end());
    return info;
}

// High density has 48 KB of SRAM at least (DS5792), medium density 20 KB (DS5319).
std::uint32_t StubChip::window_bytes() const {
    return rom_->info().product_id == high_density ? 32 * 1024 : least_window_bytes;
}

Result<void> StubChip::load() {
    notes_.clear();
    const std::uint16_t product = rom_->info().product_id;
    if (product != high_density && product != medium_density) {
        notes_.push_back(
            "the RAM stub needs 20 KB of SRAM, which this part does not have: everything goes through the "
            "ROM bootloader, at its rate");
        return {};
    }
    const std::uint32_t brr = divided(stub::clock_hz, rom_baud_);
    const Result<void> sent = rom_->memory().write(stub_address, stub_image(window_bytes(), brr), {});
    if (!sent && sent.error().kind == ErrorKind::protection) {
        notes_.push_back("the chip is read-protected and takes no RAM stub: only its identity can be read");
        return {};
    }
    TRY(sent);
    TRY(rom_->control().start(stub_address));
    TRY(greet());
    return raise_rate();
}

Result<void> StubChip::greet() {
    clock().sleep(stub_start);
    TRY(line().set(rom_baud_, port::Parity::none));
    TRY(line().drain());
    stub_.emplace(line(), window_bytes());
    const Result<Bytes> content = stub_->link.ask(stub::hello());
    if (!content) {
        stub_.reset();
        return fail(content.error());
    }
    TRY_ASSIGN(const stub::Greeting greeting, stub::parse_greeting(*content));
    stub_->brr = greeting.brr;
    return {};
}

// The stub's BRR belongs to the host's rate as this chip's oscillator has measured it, so that the next one comes out
// of it, and not out of the nominal 64 MHz.
Result<void> StubChip::raise_rate() {
    const std::uint32_t wanted = rom_->link().address().fast_baud;
    if (wanted <= rom_baud_) return {};
    const std::uint32_t brr = divided(std::uint64_t{stub_->brr} * rom_baud_, wanted);
    const double error = static_cast<double>(brr) * wanted / (static_cast<double>(stub_->brr) * rom_baud_) - 1;
    if (std::abs(error) > most_rate_error) return {};
    TRY(stub_->link.ask(stub::set_rate(brr)));
    const Deadline trial(clock(), 2 * rate_trial);
    TRY(line().set(wanted, port::Parity::none));
    TRY_ASSIGN(const bool holds, holds_at_rate());
    if (holds) return {};
    notes_.push_back(
        fmt::format("nothing comes through at {} baud: the rate stays {}; give a rate that the adapter "
                    "manages with ,fast=BAUD behind the port's name",
                    wanted, rom_baud_));
    TRY(line().set(rom_baud_, port::Parity::none));
    clock().sleep(trial.left());
    TRY(line().drain());
    TRY(stub_->link.ask(stub::hello()));
    return {};
}

// The greeting is asked for once more at either rate, with the same number: it may have been heard.
Result<bool> StubChip::holds_at_rate() {
    for (int greetings = 0; greetings < rate_greetings; ++greetings) {
        const Result<Bytes> content = stub_->link.ask_once(stub::hello(), greeting_patience);
        if (content) return true;
        if (content.error().kind != ErrorKind::timeout) return fail(content.error());
    }
    return false;
}

StubChip::~StubChip() {
    if (stub_ && !stub_->link.lost()) (void)end_stub().has_value();
}

Result<void> StubChip::end_stub() {
    const Result<Bytes> done = stub_->link.ask(stub::reset());
    repetitions_ += stub_->link.repetitions();
    stub_.reset();
    if (!done) return fail(done.error());
    return {};
}

Result<void> StubChip::back_to_rom() {
    TRY(end_stub());
    TRY(line().set(rom_baud_, rom_parity_));
    clock().sleep(reset_time);
    return in_context(rom_->link().synchronise(), "after the reset");
}

Result<void> StubChip::reset() {
    TRY(stub_ ? back_to_rom() : rom_->control().reset());
    return load();
}

Result<bool> StubChip::reset_into_flash() {
    const UartAddress& address = rom_->link().address();
    if (!address.boot0 || !address.nrst) return false;
    if (stub_) TRY(end_stub());
    return rom_->control().reset_into_flash();
}

Result<void> StubChip::write_option_bytes(ByteView raw) {
    if (!stub_) return rom_->control().write_option_bytes(raw);
    constexpr std::size_t option_byte_count = 16;  // PM0075 2.5
    if (raw.size() != option_byte_count) return fail(ErrorKind::refused, "option bytes are 16 bytes");
    TRY(in_context(stub_->link.ask(stub::write_options(raw), 2 * longest_erase), "writing the option bytes"));
    return reset();
}

// The ROM leaves WRP1 to WRP3 erased when it does this; the stub does not.
Result<void> StubChip::protect_readout() {
    if (!stub_) return rom_->control().protect_readout();
    constexpr std::uint32_t option_bytes = 0x1FFFF800;
    constexpr std::size_t option_byte_count = 16;
    Bytes raw(option_byte_count);
    TRY(read(option_bytes, raw, {}));
    raw[0] = 0x00;  // PM0075 2.4.1: any RDP but 0xA5 protects; a pair that is complementary is one that was meant
    raw[1] = 0xFF;
    return write_option_bytes(raw);
}

Result<void> StubChip::unprotect_readout() {
    if (stub_) TRY(back_to_rom());
    TRY(rom_->control().unprotect_readout());
    return load();
}

Result<void> StubChip::start(std::uint32_t address) {
    if (!stub_) return rom_->control().start(address);
    TRY(in_context(stub_->link.ask(stub::start(address)), fmt::format("starting {}", hex_address(address))));
    stub_.reset();
    return {};
}

}  // namespace jig::probe::uart_bootloader
