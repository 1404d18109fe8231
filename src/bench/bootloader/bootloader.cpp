// SPDX-License-Identifier: Apache-2.0
// From bytes to commands, AN3155 section 3: one stage for each thing that the ROM waits for.
#include "bench/bootloader/bootloader.hpp"

#include "bench/bootloader/rom_flash.hpp"
#include "bench/bootloader/rom_registers.hpp"

namespace jig::bench {
namespace {

constexpr std::uint32_t address_bytes = 4;
constexpr std::uint8_t all_pages = 0xFF;

bool readout_protected(RomBus& bus) { return (bus.read(rom::FLASH_OBR) & rom::FLASH_OBR_RDPRT) != 0; }

}  // namespace

void Bootloader::receive(std::uint8_t byte, RomBus& bus) {
    take(byte, bus);
    if (bus.faulted()) bus.reset_chip();
}

void Bootloader::take(std::uint8_t byte, RomBus& bus) {
    switch (stage_) {
        case Stage::command:
            command_ = byte;
            stage_ = Stage::complement;
            return;
        case Stage::complement:
            stage_ = Stage::command;
            return (byte ^ command_) == 0xFF ? take_command(bus) : bus.send(NACK);
        case Stage::address: return take_address(byte, bus);
        case Stage::read_length: return expect_bytes(Stage::read_check, byte + 1U, static_cast<std::uint8_t>(~byte));
        case Stage::read_check: stage_ = Stage::command; return byte == check_ ? read_memory(bus) : bus.send(NACK);
        case Stage::pages_length:
            if (byte != all_pages) return expect_bytes(Stage::block, byte + 1U, byte);
            stage_ = Stage::all_pages_check;
            return;
        case Stage::all_pages_check:  // 3.7: with anything but 0x00 nothing is erased, and ACK is sent all the same
            stage_ = Stage::command;
            if (byte == 0) rom_erase_all(bus);
            return bus.send(ACK);
        case Stage::block_length: return expect_bytes(Stage::block, byte + 1U, byte);
        case Stage::block: return take_block(byte, bus);
    }
}

// Table 2: under read protection only Get, Get Version, Get ID and Readout Unprotect are there.
void Bootloader::take_command(RomBus& bus) {
    const bool refused = readout_protected(bus);
    const auto unless_refused = [&](Stage next) {
        if (!refused) return acknowledge_and_expect(next, bus);
        refuse(is(Command::go), bus);
    };
    switch (static_cast<Command>(command_)) {
        case Command::get: return get(bus);
        case Command::get_version: return get_version(bus);
        case Command::get_id: return get_id(bus);
        case Command::read_memory:
        case Command::go:
        case Command::write_memory: return unless_refused(Stage::address);
        case Command::erase: return unless_refused(Stage::pages_length);
        case Command::write_protect: return unless_refused(Stage::block_length);
        case Command::write_unprotect: return refused ? bus.send(NACK) : unprotect(bus);
        case Command::readout_protect: return refused ? bus.send(NACK) : readout_protect(bus);
        case Command::readout_unprotect: return unprotect(bus);
    }
    bus.send(NACK);
}

void Bootloader::acknowledge_and_expect(Stage stage, RomBus& bus) {
    bus.send(ACK);
    expect_bytes(stage, address_bytes, 0);
}

void Bootloader::expect_bytes(Stage stage, std::uint32_t count, std::uint8_t check) {
    stage_ = stage;
    count_ = count;
    received_ = 0;
    check_ = check;
}

void Bootloader::take_address(std::uint8_t byte, RomBus& bus) {
    if (received_++ < address_bytes) {
        address_ = address_ << 8 | byte;
        check_ ^= byte;
        return;
    }
    stage_ = Stage::command;
    if (byte == check_) return address_known(bus);
    refuse(is(Command::go), bus);
}

// The checksum is answered before the address is looked at, and where Read and Write Memory do not like it they end
// without a word: the limitation that AN3155 table 3 lists for versions before 3.1.
void Bootloader::address_known(RomBus& bus) {
    bus.send(ACK);
    if (is(Command::go)) return go(bus);
    if (rom_area(facts_, address_) == RomArea::invalid) return;
    stage_ = is(Command::read_memory) ? Stage::read_length : Stage::block_length;
}

void Bootloader::take_block(std::uint8_t byte, RomBus& bus) {
    if (received_ < count_) {
        bus.write(buffer + received_++, byte, machine::Width::byte);
        check_ ^= byte;
        return;
    }
    stage_ = Stage::command;
    if (byte == check_) return block_known(bus);
    refuse(is(Command::erase), bus);
}

void Bootloader::block_known(RomBus& bus) const {
    if (is(Command::write_memory)) return write_memory(bus);
    if (is(Command::erase)) return erase_pages(bus);
    write_protect(bus);
}

// 3.5, note: some products return two NACKs. This ROM does for a Go that is refused, and for an Erase Memory whose
// checksum is wrong.
void Bootloader::refuse(bool twice, RomBus& bus) {
    bus.send(NACK);
    if (twice) bus.send(NACK);
}

}  // namespace jig::bench
