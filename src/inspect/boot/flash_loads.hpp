// SPDX-License-Identifier: Apache-2.0
// What a boot loads from its flash as data, and what code runs meanwhile.
#pragma once

#include <vector>

#include "inspect/boot/boot.hpp"
#include "inspect/boot/executed_code.hpp"
#include "machine/load_log.hpp"

namespace jig::inspect {

struct NumberedLoad {
    machine::FlashLoad load;
    std::size_t number;  // of all loads, in order of their first time
};

struct WatchedLoads {
    std::vector<NumberedLoad> data;      // by address
    std::vector<AddressRange> literals;  // words of LDR (literal): they belong to the code
    ExecutedCode code;
};

// From an instruction to the end of the slice in which a moment lies. Errors: as boot().
[[nodiscard]] Result<WatchedLoads> watch_loads(const World& world, const BootPlan& plan,
                                               std::uint64_t first_instruction, Picoseconds until);

// Flash shows at 0 too; a program may use either address.
[[nodiscard]] std::uint32_t home_of(std::uint32_t address);

}  // namespace jig::inspect
