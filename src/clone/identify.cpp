// SPDX-License-Identifier: Apache-2.0
#include "clone/identify.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/bytes.hpp"
#include "chip/registers.hpp"

namespace jig::clone {
namespace {

namespace FLASH = chip::FLASH;

constexpr std::uint16_t dev_id_mask = 0x0FFF;               // DBGMCU_IDCODE[11:0], RM0008 31.6.1
constexpr std::uint32_t largest_flash_bytes = 1024 * 1024;  // RM0008 2.3.3

// Whole pages, and no more than any F1 has; compatible chips and copied marks say all kinds of things.
bool can_be_flash_size(std::uint32_t bytes, const chip::DensityFacts& density) {
    return bytes != 0 && bytes <= largest_flash_bytes && bytes % density.page_bytes == 0;
}

Result<void> read_information_block(Board& board, Identity& identity) {
    TRY_ASSIGN(const LoadedOptions loaded, board.loaded_options());
    identity.flash_obr = loaded.flash_obr;
    identity.flash_wrpr = loaded.flash_wrpr;
    identity.read_protected = (identity.flash_obr & FLASH::OBR_RDPRT) != 0;
    dap::TargetMemory& memory = board.memory();
    const Result<std::uint32_t> size = memory.read_word(chip::f_size_address);
    // A bootloader shows nothing at all of a protected chip.
    if (!size && identity.read_protected && size.error().kind == ErrorKind::protection) return {};
    TRY(size);
    const auto size_kb = static_cast<std::uint16_t>(*size);
    if (can_be_flash_size(size_kb * 1024U, *identity.density)) identity.flash_size_kb = size_kb;
    TRY(memory.read(chip::uid_address, identity.uid));
    TRY(memory.read(chip::option_bytes_address, identity.option_bytes));
    return {};
}

Result<const chip::DensityFacts*> density_of(const chip::Identity& registers) {
    const std::uint32_t idcode = registers.dbgmcu_idcode.value_or(0);
    const auto dev_id = static_cast<std::uint16_t>(idcode & dev_id_mask);
    if (const chip::DensityFacts* facts = chip::find_density(dev_id)) return facts;
    return fail(
        ErrorKind::refused,
        fmt::format("the chip is not an STM32F103: DBGMCU_IDCODE reads {}, CPUID {}; choose another probe or board",
                    hex_address(idcode), hex_address(registers.cpuid.value_or(0))));
}

SiliconFinding finding_of(const chip::SiliconVerdict& verdict) {
    return {.key = std::string(verdict.key()),
            .name = verdict.row != nullptr ? std::string(verdict.row->name) : std::string("unknown"),
            .genuine = verdict.genuine(),
            .evidence = verdict.evidence};
}

std::vector<const chip::Part*> parts_of(const chip::DensityFacts& facts) {
    std::vector<const chip::Part*> parts;
    for (const chip::Part& part : chip::all_parts()) {
        if (part.density == facts.density) parts.push_back(&part);
    }
    return parts;
}

}  // namespace

bool is_own(const Uid& uid) {
    const auto all = [&](std::uint8_t value) {
        return std::ranges::all_of(uid, [=](std::uint8_t byte) { return byte == value; });
    };
    return !all(0x00) && !all(0xFF);
}

std::string Identity::part_name() const {
    if (candidates.empty()) return fmt::format("STM32F103 {}", density->name);
    return std::string(candidates.front()->name);
}

std::string Identity::part_names() const {
    if (candidates.size() < 2) return part_name();
    std::vector<std::string_view> names;
    for (const chip::Part* part : candidates) names.push_back(part->name);
    const std::string_view last = names.back();
    names.pop_back();
    return fmt::format("{} or {}", fmt::join(names, ", "), last);
}

std::string Identity::uid_hex() const { return to_hex(uid); }

std::uint32_t Identity::flash_bytes() const {
    if (flash_size_kb) return *flash_size_kb * 1024U;
    const auto parts = parts_of(*density);
    return (*std::ranges::min_element(parts, {}, &chip::Part::flash_kb))->flash_bytes();
}

std::uint32_t Identity::sram_bytes() const {
    const auto parts = candidates.empty() ? parts_of(*density) : candidates;
    return (*std::ranges::min_element(parts, {}, &chip::Part::sram_kb))->sram_bytes();
}

flash::Geometry Identity::geometry() const {
    return {.base = chip::flash_base,
            .size_bytes = flash_bytes(),
            .page_bytes = density->page_bytes,
            .bank_bytes = density->bank1_bytes};
}

std::vector<AddressRange> Identity::write_protected(std::uint32_t answering_bytes) const {
    chip::Part part = *parts_of(*density).front();
    part.flash_kb = answering_bytes / 1024;
    return chip::write_protected_ranges(flash_wrpr, part);
}

Result<Identity> identify(Board& board) {
    Identity identity;
    TRY_ASSIGN(const chip::Identity registers, in_context(board.identity_registers(), "identifying the chip"));
    TRY_ASSIGN(identity.density, density_of(registers));
    identity.dpidr = board.link().dpidr;
    identity.dbgmcu_idcode = registers.dbgmcu_idcode.value_or(0);
    identity.cpuid = registers.cpuid.value_or(0);
    identity.silicon = finding_of(chip::judge_silicon(registers));
    TRY(in_context(read_information_block(board, identity), "identifying the chip"));
    const auto dev_id = static_cast<std::uint16_t>(identity.dbgmcu_idcode & dev_id_mask);
    if (identity.flash_size_kb) identity.candidates = chip::parts_matching(dev_id, *identity.flash_size_kb);
    return identity;
}

}  // namespace jig::clone
