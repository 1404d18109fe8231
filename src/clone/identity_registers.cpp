// SPDX-License-Identifier: Apache-2.0
#include "clone/identity_registers.hpp"

#include <array>
#include <optional>

namespace jig::clone {
namespace {

constexpr std::uint32_t rom_table_entry_present = 1;

// A register that some chips fault on: nothing then. Anything but a fault is an error.
Result<std::optional<std::uint32_t>> read_if_there(dap::TargetMemory& memory, std::uint32_t address) {
    const Result<std::uint32_t> value = memory.read_word(address);
    if (value) return std::optional(*value);
    if (value.error().kind == ErrorKind::fault) return std::optional<std::uint32_t>();
    return fail(value.error());
}

// PIDR4 to PIDR7 and PIDR0 to PIDR3 lie behind each other, a word each of which the lowest byte counts.
Result<std::optional<std::array<std::uint8_t, 8>>> read_pidr(dap::TargetMemory& memory) {
    std::array<std::uint8_t, 32> words{};
    const Result<void> read = memory.read(chip::rom_table_pidr4_address, words);
    if (!read && read.error().kind == ErrorKind::fault) return std::optional<std::array<std::uint8_t, 8>>();
    TRY(read);
    std::array<std::uint8_t, 8> pidr{};
    for (std::size_t i = 0; i < pidr.size(); ++i) pidr[(i + 4) % 8] = words[4 * i];
    return std::optional(pidr);
}
static_assert(chip::rom_table_pidr4_address + 16 == chip::rom_table_pidr0_address);

}  // namespace

Result<chip::Identity> read_identity_registers(dap::TargetMemory& memory) {
    chip::Identity registers;
    TRY_ASSIGN(registers.cpuid, read_if_there(memory, chip::cpuid_address));
    TRY_ASSIGN(registers.dbgmcu_idcode, read_if_there(memory, chip::dbgmcu_idcode_address));
    TRY_ASSIGN(registers.rom_table_pidr, read_pidr(memory));
    TRY_ASSIGN(const auto etm, read_if_there(memory, chip::rom_table_etm_address));
    if (etm) registers.rom_table_has_etm = (*etm & rom_table_entry_present) != 0;
    return registers;
}

}  // namespace jig::clone
