// SPDX-License-Identifier: Apache-2.0
#include "inspect/boot/world.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "chip/option_bytes.hpp"
#include "chip/part.hpp"

namespace jig::inspect {
namespace {

constexpr std::uint32_t largest_flash_bytes = 1 << 20;  // XL density

void take_identity(const image::ArchivedIdentity& identity, machine::ChipConfig& chip) {
    if (identity.uid) chip.uid = *identity.uid;
    if (identity.f_size_kb) chip.flash_size_register = *identity.f_size_kb;
    if (identity.dbgmcu_idcode) chip.dbgmcu_idcode = *identity.dbgmcu_idcode;
    if (identity.cpuid) chip.cpuid = *identity.cpuid;
    if (identity.dpidr) chip.dpidr = *identity.dpidr;
}

// A crystal that was tried and did not start is not there.
void take_crystals(const std::map<std::string, bool>& crystals, machine::ChipConfig& chip) {
    const auto missing = [&](const char* name) {
        const auto found = crystals.find(name);
        return found != crystals.end() && !found->second;
    };
    if (missing("hse")) chip.hse_hz = 0;
    if (missing("lse")) chip.lse_hz = 0;
}

// What was read from the pins of a board that nobody described.
void take_pins(const std::map<std::string, std::string>& pins, board::BoardDescription& board) {
    for (const auto& [name, word] : pins) {
        unsigned number = 0;
        const bool is_pin = name.size() >= 3 && name[0] == 'P' &&
                            std::from_chars(name.data() + 2, name.data() + name.size(), number).ec == std::errc();
        if (!is_pin || (word != "high" && word != "low")) continue;
        board.pins[{name[1], static_cast<std::uint8_t>(number)}] =
            word == "high" ? machine::Level::high : machine::Level::low;
    }
}

Result<Bytes> flash_of(const image::FirmwareImage& image, machine::ChipConfig& chip) {
    const std::uint64_t end = image.empty() ? chip::flash_base : image.segments().back().end();
    if (!image.empty() && (image.segments().front().address < chip::flash_base ||
                           end > std::uint64_t{chip::flash_base} + largest_flash_bytes)) {
        return fail(ErrorKind::bad_file,
                    fmt::format("the image has bytes at {}, where no STM32F103 has flash; give its address with "
                                "`jig image pack --base`",
                                hex_address(image.segments().front().address < chip::flash_base
                                                ? image.segments().front().address
                                                : static_cast<std::uint32_t>(end - 1))));
    }
    // Chips often have more flash than F_SIZE says, and the archive may hold it.
    const auto used = static_cast<std::uint32_t>(end - chip::flash_base);
    const std::uint32_t whole_pages = (used + chip.page_bytes - 1) / chip.page_bytes * chip.page_bytes;
    chip.flash_bytes = std::max(chip.flash_bytes, whole_pages);
    return image.read({chip::flash_base, chip.flash_bytes});
}

}  // namespace

Result<World> world_of(const image::BoardArchive& archive, const board::BoardDescription* described) {
    World world;
    if (described != nullptr) {
        world.board = *described;
    } else {
        TRY_ASSIGN(world.board, in_context(board::bare_board(archive.part), "the archive's part"));
        take_pins(archive.pins, world.board);
    }
    take_identity(archive.identity, world.board.chip);
    take_crystals(archive.crystals, world.board.chip);
    TRY_ASSIGN(world.flash, flash_of(archive.flash, world.board.chip));
    world.option_bytes = archive.option_bytes.value_or(world.board.option_bytes);
    world.backup = archive.backup_registers.value_or(world.board.backup);
    world.board.faults = {};
    return world;
}

}  // namespace jig::inspect
