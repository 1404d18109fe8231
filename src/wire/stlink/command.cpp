// SPDX-License-Identifier: Apache-2.0
#include "wire/stlink/command.hpp"

#include <cassert>
#include <initializer_list>

namespace jig::wire::stlink {
namespace {

constexpr std::uint8_t debug_command = 0xF2;

Command block(std::initializer_list<std::uint8_t> head) {
    assert(head.size() <= command_bytes);
    Command command{};
    std::size_t at = 0;
    for (const std::uint8_t byte : head) command[at++] = byte;
    return command;
}

// A debug command whose parameters begin with one 32-bit word.
Command with_word(std::uint8_t code, std::uint32_t word) {
    Command command = block({debug_command, code});
    store_le32(MutableByteView(command).subspan(2), word);
    return command;
}

struct MemoryCodes {
    Width width;
    std::uint8_t read;
    std::uint8_t write;
};
constexpr MemoryCodes memory_codes[] = {
    {Width::word, 0x07, 0x08},
    {Width::byte, 0x0C, 0x0D},
    {Width::half, 0x47, 0x48},
};

const MemoryCodes& codes_of(Width width) {
    for (const MemoryCodes& codes : memory_codes) {
        if (codes.width == width) return codes;
    }
    assert(false);
    return memory_codes[0];
}

// The AP number and the upper CSW bits stay 0: AP 0, and the CSW that the firmware finds best.
Command memory_command(std::uint8_t code, std::uint32_t address, std::uint16_t length) {
    Command command = with_word(code, address);
    store_le16(MutableByteView(command).subspan(6), length);
    return command;
}

}  // namespace

Command get_version() { return block({0xF1}); }
Command get_version_extended() { return block({0xFB}); }
Command get_mode() { return block({0xF5}); }
Command get_target_voltage() { return block({0xF7}); }

std::optional<Command> leave(Mode mode) {
    switch (mode) {
        case Mode::dfu: return block({0xF3, 0x07});
        case Mode::debug: return block({debug_command, 0x21});
        case Mode::swim: return block({0xF4, 0x01});
        case Mode::mass_storage:
        case Mode::bootloader: break;
    }
    return std::nullopt;
}

// 0xA3: SWD, and leave the core's reset alone.
Command enter_swd() { return block({debug_command, 0x30, 0xA3}); }
Command read_idcodes() { return block({debug_command, 0x31}); }
Command drive_nrst(Nrst level) { return block({debug_command, 0x3C, static_cast<std::uint8_t>(level)}); }

Command set_swd_divisor(std::uint16_t divisor) {
    Command command = block({debug_command, 0x43});
    store_le16(MutableByteView(command).subspan(2), divisor);
    return command;
}

// The third byte chooses SWD (0) or JTAG (1).
Command get_swd_frequencies() { return block({debug_command, 0x62, 0x00}); }

Command set_swd_frequency(std::uint32_t khz) {
    Command command = block({debug_command, 0x61, 0x00});
    store_le32(MutableByteView(command).subspan(4), khz);
    return command;
}

Command open_ap(std::uint8_t ap) { return block({debug_command, 0x4B, ap}); }

Command read_dap_register(std::uint16_t port, std::uint16_t address) {
    Command command = block({debug_command, 0x45});
    store_le16(MutableByteView(command).subspan(2), port);
    store_le16(MutableByteView(command).subspan(4), address);
    return command;
}

Command write_dap_register(std::uint16_t port, std::uint16_t address, std::uint32_t value) {
    Command command = block({debug_command, 0x46});
    store_le16(MutableByteView(command).subspan(2), port);
    store_le16(MutableByteView(command).subspan(4), address);
    store_le32(MutableByteView(command).subspan(6), value);
    return command;
}

Command read_debug_register(std::uint32_t address) { return with_word(0x36, address); }

Command write_debug_register(std::uint32_t address, std::uint32_t value) {
    Command command = with_word(0x35, address);
    store_le32(MutableByteView(command).subspan(6), value);
    return command;
}

Command read_memory(Width width, std::uint32_t address, std::uint16_t length) {
    return memory_command(codes_of(width).read, address, length);
}
Command write_memory(Width width, std::uint32_t address, std::uint16_t length) {
    return memory_command(codes_of(width).write, address, length);
}
Command get_last_status() { return block({debug_command, 0x3E}); }
Command get_last_status_short() { return block({debug_command, 0x3B}); }

}  // namespace jig::wire::stlink
