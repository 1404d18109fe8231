// SPDX-License-Identifier: Apache-2.0
// A bench file as data: boards, what is wired to them, and how they are served. docs/formats/bench-file.md prints the
// format.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "board/devices/description.hpp"
#include "chip/identity.hpp"
#include "machine/chip.hpp"

namespace jig::board {

enum class ProbeKind : std::uint8_t { stlink_v2, stlink_v3, cmsis_dap_v1, cmsis_dap_v2, gpio, bootloader };
using chip::Silicon;

struct Lamp {
    std::string name;
    machine::Pin pin;
    bool active_low = false;  // "!PB0"
};

struct Faults {
    std::uint64_t seed = 1;
    double contact = 0.0;  // probability of a flipped bit, per SWD bit
    double wait = 0.0;     // probability of a WAIT, per AP access
    unsigned weak_bits = 0;
    std::int64_t usb_unplug_at = -1;        // payload bytes both ways since power-on
    std::int64_t power_cut_at = -1;         // half-words programmed since power-on
    std::int64_t power_cut_at_erase = -1;   // erases since power-on
    std::int64_t power_cut_at_option = -1;  // option-byte operations since power-on
};

// One [[board]]. Paths are absolute, resolved against the bench file's folder.
struct BoardDescription {
    std::string name;
    std::string part;
    Silicon silicon = Silicon::st;
    machine::ChipConfig chip;                    // from part, silicon, uid, crystal and flash_times
    std::optional<std::filesystem::path> flash;  // initial contents, placed at `base`
    std::uint32_t base = 0x08000000;
    std::array<std::uint8_t, 16> option_bytes{};  // initial; factory when the file names none
    std::map<unsigned, std::uint16_t> backup;     // initial backup data registers, 1-based
    std::map<machine::Pin, machine::Level> pins;
    std::map<machine::Pin, unsigned> voltages;  // millivolts, of pins that have no mere level
    std::vector<Lamp> lamps;
    DeviceDescriptions devices;
    bool nrst_wired = true;
    bool boot0_high = false;
    ProbeKind probe = ProbeKind::stlink_v2;
    std::string probe_firmware = "V2J37";
    Faults faults;
    std::optional<std::filesystem::path> usb_socket;
    std::optional<std::filesystem::path> dap_socket;
    std::optional<std::uint16_t> cmsis_dap_port;
    std::optional<std::uint16_t> bitbang_port;
    std::optional<std::filesystem::path> buspirate;
    std::optional<std::filesystem::path> uart;
};

struct BenchDescription {
    std::filesystem::path file;
    std::filesystem::path state;  // folder of the boards' contents
    std::vector<BoardDescription> boards;
    std::optional<std::uint16_t> stlink_tcp;

    [[nodiscard]] const BoardDescription* find(std::string_view name) const;
};

// A board with nothing but the part on it: ST silicon, both crystals, factory option bytes, floating pins. Errors:
// usage (unknown part).
[[nodiscard]] Result<BoardDescription> bare_board(std::string_view part);

// Errors: bad_file, with file, line and what is allowed: unknown keys, unknown parts, doubled names are refused.
[[nodiscard]] Result<BenchDescription> load_bench(const std::filesystem::path& file);
[[nodiscard]] Result<BenchDescription> parse_bench(std::string_view text, const std::filesystem::path& file);

}  // namespace jig::board
