// SPDX-License-Identifier: Apache-2.0
// ST's USART bootloader, protocol version 2.2, as it lies in the system memory of low, medium and high density
// STM32F103: AN3155, and where the ROM does otherwise the ROM (docs/bootloader.md lists it). Bytes that its USART has
// received go in; what it sends, programs and erases goes over the RomBus, as its code would do it. A value: all it
// knows between two bytes is here or in the chip.
#pragma once

#include <cstdint>

#include "bench/bootloader/rom_bus.hpp"
#include "bench/bootloader/rom_facts.hpp"

namespace jig::bench {

class Bootloader {
 public:
    static constexpr std::uint8_t ACK = 0x79;
    static constexpr std::uint8_t NACK = 0x1F;
    static constexpr std::uint8_t version = 0x22;
    // Where in SRAM it keeps the block that it receives; what one command leaves there the next one still finds.
    static constexpr std::uint32_t buffer = 0x200000D8;

    explicit Bootloader(const RomFacts& facts) : facts_(facts) {}

    // From reset to the moment it looks at RX: the clock is 24 MHz from the HSI, the watchdog as slow as it gets.
    static void start(RomBus& bus);
    // It has measured RX: USART1 goes on, and ACK goes out.
    static void connect(RomBus& bus, std::uint16_t baud_register);
    // The byte that USART1 has received.
    void receive(std::uint8_t byte, RomBus& bus);

 private:
    enum class Stage : std::uint8_t {
        command,
        complement,
        address,
        read_length,
        read_check,
        pages_length,
        all_pages_check,
        block_length,
        block
    };
    enum class Command : std::uint8_t {
        get = 0x00,
        get_version = 0x01,
        get_id = 0x02,
        read_memory = 0x11,
        go = 0x21,
        write_memory = 0x31,
        erase = 0x43,
        write_protect = 0x63,
        write_unprotect = 0x73,
        readout_protect = 0x82,
        readout_unprotect = 0x92
    };

    void take(std::uint8_t byte, RomBus& bus);
    void take_command(RomBus& bus);
    void acknowledge_and_expect(Stage stage, RomBus& bus);
    void expect_bytes(Stage stage, std::uint32_t count, std::uint8_t check);
    void take_address(std::uint8_t byte, RomBus& bus);
    void take_block(std::uint8_t byte, RomBus& bus);
    void address_known(RomBus& bus);
    void block_known(RomBus& bus) const;
    static void refuse(bool twice, RomBus& bus);
    [[nodiscard]] bool is(Command command) const { return command_ == static_cast<std::uint8_t>(command); }

    // commands.cpp: what a command does once the host has said all.
    static void get(RomBus& bus);
    static void get_version(RomBus& bus);
    void get_id(RomBus& bus) const;
    void read_memory(RomBus& bus) const;
    void go(RomBus& bus) const;
    void write_memory(RomBus& bus) const;
    void write_flash(RomBus& bus) const;
    void write_sram(RomBus& bus) const;
    void write_options(RomBus& bus) const;
    void erase_pages(RomBus& bus) const;
    void write_protect(RomBus& bus) const;
    void readout_protect(RomBus& bus) const;
    void unprotect(RomBus& bus) const;
    void clear_sram(RomBus& bus) const;

    RomFacts facts_;
    Stage stage_ = Stage::command;
    std::uint8_t command_ = 0;
    std::uint32_t address_ = 0;
    std::uint32_t count_ = 0;     // of the bytes of this stage, the checksum not among them
    std::uint32_t received_ = 0;  // of them
    std::uint8_t check_ = 0;      // what the checksum must be
};

}  // namespace jig::bench
