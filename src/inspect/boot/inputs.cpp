// SPDX-License-Identifier: Apache-2.0
#include "inspect/boot/inputs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>

#include "chip/option_bytes.hpp"
#include "chip/part.hpp"
#include "inspect/boot/device_inputs.hpp"

namespace jig::inspect {
namespace {

// RM0008 30.1, 30.2, 31.6; PM0075 2.5; DDI 0403 B3.2.3.
constexpr std::uint32_t uid_address = 0x1FFFF7E8;
constexpr AddressRange f_size{0x1FFFF7E0, 2};
constexpr AddressRange dbgmcu_idcode{0xE0042000, 4};
constexpr AddressRange cpuid_register{0xE000ED00, 4};
constexpr std::uint32_t option_bytes_address = 0x1FFFF800;
constexpr std::size_t uid_bytes = 12;

using Inputs = std::vector<Input>;

void add_uid(const World& golden, const World& copy, Inputs& inputs) {
    const auto& a = golden.board.chip.uid;
    const auto& b = copy.board.chip.uid;
    unsigned words = 0;
    for (unsigned word = 0; word < 3; ++word) {
        const auto first = static_cast<std::ptrdiff_t>(4 * word);
        if (std::equal(a.begin() + first, a.begin() + first + 4, b.begin() + first)) continue;
        ++words;
        inputs.push_back({InputKind::uid_word,
                          fmt::format("UID word {}", word),
                          {{uid_address + 4 * word, 4}},
                          [first](World& to, const World& from) {
                              std::copy_n(from.board.chip.uid.begin() + first, 4, to.board.chip.uid.begin() + first);
                          }});
    }
    if (words < 2) return;
    inputs.push_back({InputKind::uid, "the whole UID", {{uid_address, uid_bytes}}, [](World& to, const World& from) {
                          to.board.chip.uid = from.board.chip.uid;
                      }});
}

// One member of the chip's constants.
template <auto member>
void add_constant(const World& golden, const World& copy, InputKind kind, const char* name, AddressRange where,
                  Inputs& inputs) {
    if (golden.board.chip.*member == copy.board.chip.*member) return;
    std::vector<AddressRange> ranges;
    if (where.length != 0) ranges.push_back(where);
    inputs.push_back({kind, name, std::move(ranges),
                      [](World& to, const World& from) { to.board.chip.*member = from.board.chip.*member; }});
}

// Some bits of some option bytes; a byte's complement lies behind it and goes with it (PM0075 2.5).
struct OptionRow {
    InputKind kind;
    const char* name;
    std::vector<std::size_t> bytes;  // of the 16, without complements
    std::uint8_t mask = 0xFF;
};

void hand_over_options(const OptionRow& row, World& to, const World& from) {
    for (const std::size_t byte : row.bytes) {
        for (const std::size_t i : {byte, byte + 1}) {
            const unsigned kept = to.option_bytes[i] & ~unsigned{row.mask};
            to.option_bytes[i] = static_cast<std::uint8_t>(kept | (from.option_bytes[i] & row.mask));
        }
    }
}

void add_option_bytes(const World& golden, const World& copy, Inputs& inputs) {
    const OptionRow rows[] = {{InputKind::option_watchdog, "the option bit WDG_SW", {2}, chip::user::WDG_SW},
                              {InputKind::option_sleep,
                               "the option bits nRST_STOP and nRST_STDBY",
                               {2},
                               chip::user::nRST_STOP | chip::user::nRST_STDBY},
                              {InputKind::option_bank, "the option bit BFB2", {2}, chip::user::BFB2},
                              {InputKind::option_data, "the option bytes Data0 and Data1", {4, 6}},
                              {InputKind::option_read_protection, "the option byte RDP", {0}},
                              {InputKind::option_write_protection, "the option bytes WRP0 to WRP3", {8, 10, 12, 14}}};
    for (const OptionRow& row : rows) {
        World handed = copy;
        hand_over_options(row, handed, golden);
        if (handed.option_bytes == copy.option_bytes) continue;
        const auto first = static_cast<std::uint32_t>(row.bytes.front());
        const auto length = static_cast<std::uint32_t>(row.bytes.back() + 2 - row.bytes.front());
        inputs.push_back(
            {row.kind, row.name, {{option_bytes_address + first, length}}, [row](World& to, const World& from) {
                 hand_over_options(row, to, from);
             }});
    }
}

// What the chip has, not what it says it has.
void add_memory_sizes(const World& golden, const World& copy, Inputs& inputs) {
    const auto sizes = [](const World& world) {
        const machine::ChipConfig& chip = world.board.chip;
        return std::array{chip.flash_bytes, chip.sram_bytes, chip.bank_bytes};
    };
    if (sizes(golden) == sizes(copy)) return;
    inputs.push_back({InputKind::memory_sizes, "the sizes of its memories", {}, [](World& to, const World& from) {
                          machine::ChipConfig& chip = to.board.chip;
                          chip.flash_bytes = from.board.chip.flash_bytes;
                          chip.sram_bytes = from.board.chip.sram_bytes;
                          chip.bank_bytes = from.board.chip.bank_bytes;
                          to.flash.resize(chip.flash_bytes, 0xFF);
                      }});
}

std::uint16_t backup_value(const World& world, unsigned number) {
    const auto found = world.backup.find(number);
    return found == world.backup.end() ? std::uint16_t{0} : found->second;
}

// Neighbouring registers that differ go together: a key or a counter often takes two.
void add_backup_registers(const World& golden, const World& copy, Inputs& inputs) {
    const unsigned last = std::min(golden.board.chip.backup_registers, copy.board.chip.backup_registers);
    for (unsigned first = 1; first <= last; ++first) {
        const auto differs = [&](unsigned n) { return n <= last && backup_value(golden, n) != backup_value(copy, n); };
        if (!differs(first)) continue;
        unsigned end = first;
        while (differs(end + 1)) ++end;
        const auto address = [](unsigned n) { return 0x40006C00 + (n <= 10 ? 4 * n : 0x40 + 4 * (n - 11)); };
        const std::string name =
            first == end ? fmt::format("BKP_DR{}", first) : fmt::format("BKP_DR{}-BKP_DR{}", first, end);
        inputs.push_back({InputKind::backup_registers,
                          name,
                          {{address(first), address(end) + 2 - address(first)}},
                          [first, end](World& to, const World& from) {
                              for (unsigned n = first; n <= end; ++n) to.backup[n] = backup_value(from, n);
                          }});
        first = end;
    }
}

void add_pins(const World& golden, const World& copy, Inputs& inputs) {
    std::set<machine::Pin> pins;
    for (const World* world : {&golden, &copy})
        for (const auto& [pin, level] : world->board.pins) pins.insert(pin);
    const auto level = [](const World& world, machine::Pin pin) {
        const auto found = world.board.pins.find(pin);
        return found == world.board.pins.end() ? machine::Level::floating : found->second;
    };
    for (const machine::Pin pin : pins) {
        if (level(golden, pin) == level(copy, pin)) continue;
        inputs.push_back({InputKind::pin,
                          fmt::format("pin P{}{}", pin.port, pin.number),
                          {},
                          [pin, level](World& to, const World& from) { to.board.pins[pin] = level(from, pin); }});
    }
}

// In millivolts; nobody says anything of a pin that is not named.
void add_voltages(const World& golden, const World& copy, Inputs& inputs) {
    std::set<machine::Pin> pins;
    for (const World* world : {&golden, &copy})
        for (const auto& [pin, millivolts] : world->board.voltages) pins.insert(pin);
    const auto voltage = [](const World& world, machine::Pin pin) -> std::optional<unsigned> {
        const auto found = world.board.voltages.find(pin);
        return found == world.board.voltages.end() ? std::nullopt : std::optional(found->second);
    };
    for (const machine::Pin pin : pins) {
        if (voltage(golden, pin) == voltage(copy, pin)) continue;
        inputs.push_back({InputKind::pin_voltage,
                          fmt::format("the voltage of P{}{}", pin.port, pin.number),
                          {},
                          [pin, voltage](World& to, const World& from) {
                              if (const auto millivolts = voltage(from, pin))
                                  to.board.voltages[pin] = *millivolts;
                              else
                                  to.board.voltages.erase(pin);
                          }});
    }
}

std::vector<AddressRange> differing_flash(const World& golden, const World& copy, std::uint32_t gap) {
    std::vector<AddressRange> ranges;
    const std::size_t size = std::max(golden.flash.size(), copy.flash.size());
    const auto at = [](const World& world, std::size_t i) { return i < world.flash.size() ? world.flash[i] : 0xFF; };
    for (std::size_t i = 0; i < size; ++i) {
        if (at(golden, i) == at(copy, i)) continue;
        const auto address = chip::flash_base + static_cast<std::uint32_t>(i);
        if (!ranges.empty() && address < ranges.back().end() + gap)
            ranges.back().length = address + 1 - ranges.back().start;
        else
            ranges.push_back({address, 1});
    }
    return ranges;
}

void add_flash(const World& golden, const World& copy, Inputs& inputs) {
    std::uint32_t gap = flash_gap_bytes;
    std::vector<AddressRange> ranges = differing_flash(golden, copy, gap);
    while (ranges.size() > most_flash_ranges) ranges = differing_flash(golden, copy, gap *= 4);
    for (const AddressRange& range : ranges) {
        inputs.push_back(
            {InputKind::flash, "flash " + to_string(range), {range}, [range](World& to, const World& from) {
                 for (std::size_t i = range.start - chip::flash_base; i < range.end() - chip::flash_base; ++i)
                     if (i < to.flash.size()) to.flash[i] = i < from.flash.size() ? from.flash[i] : 0xFF;
             }});
    }
}

}  // namespace

std::vector<Input> differing_inputs(const World& golden, const World& copy) {
    using machine::ChipConfig;
    Inputs inputs;
    add_uid(golden, copy, inputs);
    add_constant<&ChipConfig::flash_size_register>(golden, copy, InputKind::flash_size, "F_SIZE", f_size, inputs);
    add_constant<&ChipConfig::dbgmcu_idcode>(golden, copy, InputKind::idcode, "DBGMCU_IDCODE", dbgmcu_idcode, inputs);
    add_constant<&ChipConfig::cpuid>(golden, copy, InputKind::cpuid, "CPUID", cpuid_register, inputs);
    add_memory_sizes(golden, copy, inputs);
    add_constant<&ChipConfig::page_bytes>(golden, copy, InputKind::page_size, "the size of its flash pages", {},
                                          inputs);
    add_option_bytes(golden, copy, inputs);
    add_backup_registers(golden, copy, inputs);
    add_pins(golden, copy, inputs);
    add_voltages(golden, copy, inputs);
    add_device_inputs(golden, copy, inputs);
    add_constant<&ChipConfig::hse_hz>(golden, copy, InputKind::hse, "the HSE crystal", {}, inputs);
    add_constant<&ChipConfig::lse_hz>(golden, copy, InputKind::lse, "the LSE crystal", {}, inputs);
    if (golden.board.boot0_high != copy.board.boot0_high)
        inputs.push_back({InputKind::boot_pin, "BOOT0", {}, [](World& to, const World& from) {
                              to.board.boot0_high = from.board.boot0_high;
                          }});
    add_flash(golden, copy, inputs);
    return inputs;
}

}  // namespace jig::inspect
