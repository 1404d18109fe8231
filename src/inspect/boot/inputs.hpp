// SPDX-License-Identifier: Apache-2.0
// What two boards give their firmware that is not the same: each difference as something that can be handed over alone.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/range.hpp"
#include "inspect/boot/world.hpp"

namespace jig::inspect {

enum class InputKind : std::uint8_t {
    uid_word,
    uid,
    flash_size,
    idcode,
    cpuid,
    memory_sizes,  // flash and its banks, SRAM
    page_size,
    option_watchdog,          // WDG_SW
    option_sleep,             // nRST_STOP, nRST_STDBY
    option_bank,              // BFB2
    option_data,              // Data0, Data1
    option_read_protection,   // RDP
    option_write_protection,  // WRP0 to WRP3
    backup_registers,
    pin,
    pin_voltage,
    device_presence,  // memory devices on buses: one board has what the other has not
    device_identity,  // what it answers when it is asked who it is
    device_contents,
    hse,
    lse,
    boot_pin,
    flash,
};

struct Input {
    InputKind kind;
    std::string name;                 // "UID word 1", "BKP_DR1-BKP_DR4", "flash 0x08007000-0x0800700b"
    std::vector<AddressRange> where;  // empty for pins and crystals
    // Gives `to` what `from` has.
    std::function<void(World& to, const World& from)> hand_over;
};

// Differing flash bytes closer than this are one range.
inline constexpr std::uint32_t flash_gap_bytes = 16;
inline constexpr std::size_t most_flash_ranges = 64;  // neighbours are joined until no more are left

// Only what differs, in the order of InputKind; single UID words before the whole.
[[nodiscard]] std::vector<Input> differing_inputs(const World& golden, const World& copy);

}  // namespace jig::inspect
