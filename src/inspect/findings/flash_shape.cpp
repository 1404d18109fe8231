// SPDX-License-Identifier: Apache-2.0
#include "inspect/findings/flash_shape.hpp"

#include <algorithm>
#include <bit>

#include "inspect/findings/flash_looks.hpp"

namespace jig::inspect {
namespace {

constexpr std::uint32_t joined_below = 16;

// Each board's own record is judged with its UID.
void ignore(const std::vector<AddressRange>& record, const World& golden, World& copy) {
    for (const AddressRange& range : record)
        for (std::uint64_t address = range.start; address < range.end(); ++address)
            if (const std::size_t i = address - chip::flash_base; i < copy.flash.size())
                copy.flash[i] = byte_at(golden, i);
}

// Most telling first.
using Look = MaybeShape (*)(const Case&, const FlashDifference&);
constexpr Look looks[] = {larger_than_flash,  read_of_protected_flash,
                          without_bootloader, shifted,
                          settings_pages,     ends_early,
                          filled_otherwise,   old_content,
                          read_twice,         lost_writes,
                          flipped_bits,       stale_pages};

}  // namespace

void note_difference(FlashDifference& difference, std::size_t offset, std::uint8_t golden, std::uint8_t copy) {
    const unsigned changed = golden ^ copy;
    ++difference.bytes;
    difference.single_bits += std::has_single_bit(changed) ? 1 : 0;
    difference.filled += (changed == 0xFF && (golden == 0 || copy == 0)) ? 1 : 0;
    difference.copy_erased += copy == 0xFF ? 1 : 0;
    const auto address = chip::flash_base + static_cast<std::uint32_t>(offset);
    auto& ranges = difference.ranges;
    if (!ranges.empty() && address < ranges.back().end() + joined_below)
        ranges.back().length = address + 1 - ranges.back().start;
    else
        ranges.push_back({address, 1});
}

FlashDifference compare_flash(const Case& the_case) {
    FlashDifference difference;
    const World& golden = the_case.golden.world;
    World copy = the_case.copy->world;
    if (copy.board.chip.uid != golden.board.chip.uid) ignore(the_case.unit_record(), golden, copy);
    for (std::size_t i = 0; i < std::max(golden.flash.size(), copy.flash.size()); ++i)
        if (byte_at(golden, i) != byte_at(copy, i))
            note_difference(difference, i, byte_at(golden, i), byte_at(copy, i));
    return difference;
}

MaybeShape shape_of(const Case& the_case, const FlashDifference& difference) {
    for (const Look look : looks)
        if (MaybeShape shape = look(the_case, difference)) return shape;
    return std::nullopt;
}

}  // namespace jig::inspect
