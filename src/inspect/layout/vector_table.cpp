// SPDX-License-Identifier: Apache-2.0
#include "inspect/layout/vector_table.hpp"

#include <algorithm>
#include <optional>

#include "inspect/layout/extent.hpp"

namespace jig::inspect {
namespace {

constexpr std::uint32_t table_step = 128;
constexpr unsigned system_vectors = 16;  // DDI 0403 B1.5.2
constexpr unsigned most_vectors = 84;    // with the 68 interrupts of connectivity and XL density, RM0008 10.1.2
// NMI and HardFault, as word numbers in the table.
constexpr unsigned NMI = 2;
constexpr unsigned HardFault = 3;

bool is_handler(std::uint32_t word) { return (word & 1) != 0 && flash_window.contains(word); }

bool is_stack_pointer(std::uint32_t word, std::uint32_t sram_bytes) {
    return word % 4 == 0 && word > chip::sram_base && word <= chip::sram_base + sram_bytes;
}

std::uint32_t entry(const FlashView& flash, std::uint32_t table, unsigned number) {
    const std::uint32_t address = table + 4 * number;
    return flash.holds(address, 4) ? flash.word(address) : 0;
}

// Vectors that a table may leave out hold 0; the reserved ones often hold a checksum or a signature.
unsigned count_entries(const FlashView& flash, std::uint32_t table) {
    unsigned count = NMI;
    while (count < most_vectors && flash.holds(table + 4 * count, 4)) {
        const std::uint32_t word = entry(flash, table, count);
        if (count >= system_vectors && word != 0 && !is_handler(word)) break;
        ++count;
    }
    return count;
}

bool has_fault_handlers(const FlashView& flash, std::uint32_t table) {
    const std::uint32_t nmi = entry(flash, table, NMI);
    return (nmi == 0 || is_handler(nmi)) && is_handler(entry(flash, table, HardFault));
}

bool points_at_code(const FlashView& flash, std::uint32_t handler) {
    const std::uint32_t address = handler & ~1u;
    return flash.holds(address, 4) && !is_erased(flash.clipped({address, 4}).bytes);
}

std::optional<VectorTable> table_at(const FlashView& flash, std::uint32_t address, std::uint32_t sram_bytes) {
    if (!flash.holds(address, 8)) return std::nullopt;
    const std::uint32_t sp = flash.word(address);
    const std::uint32_t reset = flash.word(address + 4);
    if (!is_stack_pointer(sp, sram_bytes) || !is_handler(reset)) return std::nullopt;
    if (address != flash.base && !has_fault_handlers(flash, address)) return std::nullopt;
    return VectorTable{address, sp, reset, count_entries(flash, address), points_at_code(flash, reset)};
}

}  // namespace

std::vector<VectorTable> find_vector_tables(const FlashView& flash, std::uint32_t sram_bytes) {
    std::vector<VectorTable> tables;
    for (std::uint32_t offset = 0; offset < flash.bytes.size(); offset += table_step) {
        if (const auto table = table_at(flash, flash.base + offset, sram_bytes)) tables.push_back(*table);
    }
    return tables;
}

}  // namespace jig::inspect
