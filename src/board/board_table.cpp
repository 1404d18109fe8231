// SPDX-License-Identifier: Apache-2.0
#include "board/board_table.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

#include "board/device_table.hpp"
#include "board/table_values.hpp"
#include "chip/option_bytes.hpp"

namespace jig::board {
namespace {

using namespace std::string_view_literals;

// A name is a folder, a USB serial number (32 bytes with its zero, as stlink-server sends it) and a word in commands.
constexpr std::size_t longest_name = 31;

constexpr std::array probe_names = {"stlink-v2"sv,    "stlink-v3"sv, "cmsis-dap-v1"sv,
                                    "cmsis-dap-v2"sv, "gpio"sv,      "bootloader"sv};
constexpr std::array stlink_v2_firmware = {"V2J37"sv, "V2J17"sv, "V2J24"sv};  // the first is the default
constexpr std::array stlink_v3_firmware = {"V3J9"sv};
constexpr std::array silicon_names = {"st"sv, "gd32"sv, "cks32"sv, "apm32"sv, "hk32"sv};
constexpr std::array flash_times_names = {"min"sv, "typ"sv, "max"sv};
constexpr std::array level_names = {"low"sv, "high"sv, "floating"sv};

bool is_name(std::string_view name) {
    const auto allowed = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    };
    return !name.empty() && name.size() <= longest_name && std::ranges::all_of(name, allowed);
}

std::string read_name(TableReader& table) {
    const auto name = table.text("name");
    if (!name) {
        table.refuse("name", "a [[board]] needs a 'name'");
    } else if (!is_name(*name)) {
        table.refuse("name", fmt::format("'name' must be 1 to {} of A-Z a-z 0-9 - _, not '{}'", longest_name, *name));
    }
    return name.value_or("");
}

const chip::Part& read_part(TableReader& table) {
    const auto name = table.text("part");
    if (!name) table.refuse("part", "a [[board]] needs a 'part', as part = \"STM32F103RC\"");
    const auto part = chip::find_part(name.value_or(""));
    if (part) return **part;
    if (name) table.refuse("part", part.error().what);
    return chip::all_parts().front();
}

// A UID of its own for a board that names none: it follows from the name, so that it stays the same.
std::array<std::uint8_t, 12> uid_of_name(std::string_view name) { return bytes_of_name<12>(name); }

void read_pins(TableReader& table, BoardDescription& board) {
    auto pins = table.table("pins");
    if (!pins) return;
    for (const std::string& name : pins->keys()) {
        const auto pin = parse_pin(name);
        if (!pin) pins->refuse(name, fmt::format("'{}' is not a pin; write PA0 to PG15", name));
        const auto text = pins->text(name);
        if (!pin || !text) continue;
        const auto level = std::ranges::find(level_names, *text);
        if (level != level_names.end()) {
            board.pins[*pin] = static_cast<machine::Level>(level - level_names.begin());
        } else if (const auto millivolts = parse_voltage(*text)) {
            board.voltages[*pin] = *millivolts;
        } else {
            pins->refuse(name, fmt::format("'{}' must be one of {} or a voltage from 0 to 3.3, as \"1.65V\", not '{}'",
                                           name, fmt::join(level_names, ", "), *text));
        }
    }
}

void read_lamps(TableReader& table, BoardDescription& board) {
    auto lamps = table.table("lamps");
    if (!lamps) return;
    for (const std::string& name : lamps->keys()) {
        const auto text = lamps->text(name);
        if (!text) continue;
        const bool active_low = text->starts_with('!');
        const auto pin = parse_pin(std::string_view(*text).substr(active_low ? 1 : 0));
        if (!pin) {
            lamps->refuse(name,
                          fmt::format("lamp '{}' must be at a pin, as \"PB1\" or \"!PB1\", not '{}'", name, *text));
            continue;
        }
        board.lamps.push_back({name, *pin, active_low});
    }
}

void read_backup(TableReader& table, BoardDescription& board) {
    auto backup = table.table("backup");
    if (!backup) return;
    for (const std::string& name : backup->keys()) {
        const auto value = backup->integer(name, 0, UINT16_MAX);
        const auto number =
            name.starts_with("DR") ? parse_number(std::string_view(name).substr(2)) : Result<std::uint32_t>{0};
        if (!number || *number == 0 || *number > board.chip.backup_registers || name.starts_with("DR0")) {
            backup->refuse(name, fmt::format("'{}' is not a backup register of {}; write DR1 to DR{}", name, board.part,
                                             board.chip.backup_registers));
            continue;
        }
        if (value) board.backup[*number] = static_cast<std::uint16_t>(*value);
    }
}

void read_crystal(TableReader& table, machine::ChipConfig& config) {
    // RM0008 7.2.1 and 7.2.4: HSE 4 to 16 MHz as a crystal, to 25 MHz as a clock; LSE to 1 MHz as a clock.
    constexpr std::int64_t hse_least = 4'000'000;
    constexpr std::int64_t hse_most = 25'000'000;
    constexpr std::int64_t lse_most = 1'000'000;
    auto crystal = table.table("crystal");
    if (!crystal) return;
    if (const auto hse = crystal->integer("hse", 0, hse_most)) {
        config.hse_hz = static_cast<std::uint32_t>(*hse);
        if (*hse != 0 && *hse < hse_least) {
            crystal->refuse("hse", fmt::format("'hse' must be 0 (not fitted) or {} to {} Hz", hse_least, hse_most));
        }
    }
    if (const auto lse = crystal->integer("lse", 0, lse_most)) config.lse_hz = static_cast<std::uint32_t>(*lse);
    crystal->finish();
}

void read_faults(TableReader& table, Faults& faults) {
    auto reader = table.table("faults");
    if (!reader) return;
    // A count that never comes is -1.
    const auto count = [&](std::string_view key) { return reader->integer(key, -1, INT64_MAX).value_or(-1); };
    faults.seed = static_cast<std::uint64_t>(reader->integer("seed", 0, INT64_MAX).value_or(1));
    faults.contact = reader->probability("contact").value_or(0.0);
    faults.wait = reader->probability("wait").value_or(0.0);
    faults.weak_bits = static_cast<unsigned>(reader->integer("weak_bits", 0, INT32_MAX).value_or(0));
    faults.usb_unplug_at = count("usb_unplug_at");
    faults.power_cut_at = count("power_cut_at");
    faults.power_cut_at_erase = count("power_cut_at_erase");
    faults.power_cut_at_option = count("power_cut_at_option");
    reader->finish();
}

void read_probe(TableReader& table, BoardDescription& board) {
    board.probe = static_cast<ProbeKind>(table.choice("probe", probe_names).value_or(0));
    if (board.probe == ProbeKind::stlink_v2) {
        board.probe_firmware = stlink_v2_firmware[table.choice("probe_firmware", stlink_v2_firmware).value_or(0)];
    } else if (board.probe == ProbeKind::stlink_v3) {
        board.probe_firmware = stlink_v3_firmware[table.choice("probe_firmware", stlink_v3_firmware).value_or(0)];
    } else {
        board.probe_firmware.clear();
        if (table.has("probe_firmware")) table.refuse("probe_firmware", "'probe_firmware' is for ST-Link probes only");
    }
}

void read_endpoints(TableReader& table, BoardDescription& board, const std::filesystem::path& folder) {
    const auto path = [&](std::string_view key) -> std::optional<std::filesystem::path> {
        const auto text = table.text(key);
        if (!text) return std::nullopt;
        if (text->empty() || text->contains('\0')) table.refuse(key, fmt::format("'{}' must name a file", key));
        return (folder / *text).lexically_normal();
    };
    board.flash = path("flash");
    board.usb_socket = path("usb_socket");
    board.dap_socket = path("dap_socket");
    board.buspirate = path("buspirate");
    board.uart = path("uart");
    const auto port = [&](std::string_view key) -> std::optional<std::uint16_t> {
        const auto number = table.integer(key, 0, UINT16_MAX);
        if (!number) return std::nullopt;
        return static_cast<std::uint16_t>(*number);
    };
    board.cmsis_dap_port = port("cmsis_dap_port");
    board.bitbang_port = port("bitbang_port");
}

void read_contents(TableReader& table, BoardDescription& board, const chip::Part& part) {
    const std::int64_t last = chip::flash_base + std::int64_t{part.flash_bytes()} - 1;
    board.base = static_cast<std::uint32_t>(table.integer("base", chip::flash_base, last).value_or(chip::flash_base));
    board.option_bytes =
        read_hex<chip::option_bytes_size>(table, "option_bytes").value_or(chip::OptionBytes::factory().raw());
    read_backup(table, board);
}

// DS5792 promises 48 KB of SRAM for the xC parts. ST makes them from the die of the xE parts, which answers in all of
// its 64 KB (docs/sources.md), and published firmware for boards with an xC keeps a word behind the 48th.
std::uint32_t sram_of(const chip::Part& part, const chip::SiliconRow& silicon) {
    constexpr std::uint32_t high_density_die = 64 * 1024;
    const bool die_of_xe = part.density == chip::Density::high && silicon.silicon == Silicon::st;
    return die_of_xe ? high_density_die : part.sram_bytes();
}

machine::ChipConfig chip_of(const chip::Part& part, const chip::SiliconRow& silicon) {
    const chip::DensityFacts& facts = part.facts();
    machine::ChipConfig config;
    config.flash_bytes = part.flash_bytes();
    config.page_bytes = facts.page_bytes;
    config.bank_bytes = facts.bank1_bytes;
    config.sram_bytes = sram_of(part, silicon);
    config.flash_size_register = static_cast<std::uint16_t>(part.flash_kb);
    config.dbgmcu_idcode = chip::dbgmcu_idcode_of(silicon, facts);
    config.cpuid = silicon.cpuid.value_or(facts.cpuid);
    config.dpidr = silicon.dpidr.value_or(facts.dpidr);
    config.jtag_idcode = silicon.jtag_idcode.value_or(facts.jtag_idcode);
    config.boundary_idcode = facts.boundary_idcode;
    config.ap_idr = silicon.ap_idr.value_or(facts.ap_idr);
    config.rom_table_pidr = chip::rom_table_pidr_of(silicon, facts);
    config.rom_table_has_etm = silicon.has_etm.value_or(facts.has_etm);
    config.backup_registers = facts.backup_registers;
    return config;
}

}  // namespace

Result<BoardDescription> bare_board(std::string_view part_name) {
    TRY_ASSIGN(const chip::Part* part, chip::find_part(part_name));
    BoardDescription board;
    board.name = board.part = part->name;
    board.chip = chip_of(*part, chip::row_of(board.silicon));
    board.option_bytes = chip::OptionBytes::factory().raw();
    return board;
}

BoardDescription read_board(TableReader& table, const std::filesystem::path& folder) {
    BoardDescription board;
    board.name = read_name(table);
    const chip::Part& part = read_part(table);
    board.part = part.name;
    board.silicon = static_cast<Silicon>(table.choice("silicon", silicon_names).value_or(0));
    board.chip = chip_of(part, chip::row_of(board.silicon));
    board.chip.uid = read_hex<12>(table, "uid").value_or(uid_of_name(board.name));
    board.chip.flash_times =
        static_cast<machine::FlashTimes>(table.choice("flash_times", flash_times_names).value_or(1));
    read_crystal(table, board.chip);
    read_contents(table, board, part);
    read_pins(table, board);
    read_lamps(table, board);
    board.nrst_wired = table.choice("nrst", std::array{"wired"sv, "none"sv}).value_or(0) == 0;
    board.boot0_high = table.choice("boot0", std::array{"low"sv, "high"sv}).value_or(0) == 1;
    read_probe(table, board);
    read_faults(table, board.faults);
    read_endpoints(table, board, folder);
    read_devices(table, board, folder);
    table.finish();
    return board;
}

}  // namespace jig::board
