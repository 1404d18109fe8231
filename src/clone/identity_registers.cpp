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

Result<std::optional<std::array<std::uint8_t, 8>>> read_pidr(dap::TargetMemory& memory) {
    std::array<std::uint8_t, 8> pidr{};
    for (std::uint32_t i = 0; i < 4; ++i) {
        TRY_ASSIGN(const auto low, read_if_there(memory, chip::rom_table_pidr0_address + 4 * i));
        TRY_ASSIGN(const auto high, read_if_there(memory, chip::rom_table_pidr4_address + 4 * i));
        if (!low || !high) return std::optional<std::array<std::uint8_t, 8>>();
        pidr[i] = static_cast<std::uint8_t>(*low);
        pidr[4 + i] = static_cast<std::uint8_t>(*high);
    }
    return std::optional(pidr);
}

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
