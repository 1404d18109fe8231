// SPDX-License-Identifier: Apache-2.0
#include "inspect/findings/flash_shape.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <map>

#include "chip/option_bytes.hpp"
#include "chip/part.hpp"

namespace jig::inspect {
namespace {

constexpr std::uint32_t joined_below = 16;
constexpr std::size_t compared_prefix = 256;        // of an image that is looked for elsewhere
constexpr std::uint32_t alignment_of_images = 256;  // where an image may lie
constexpr std::size_t flips_of_a_bad_read = 3;      // scattered single bits; fewer may be an edit
// A tail as small as this may be one board's own log or settings, which a healthy copy lacks.
constexpr std::size_t pages_of_unit_data = 2;
constexpr std::size_t least_tail = 64;  // used golden bytes that a short copy lacks

using MaybeShape = std::optional<FlashShape>;

std::uint8_t at(const World& world, std::size_t i) { return i < world.flash.size() ? world.flash[i] : 0xFF; }

bool has_vectors(const Side& side) {
    return !side.layout.firmware.empty() && side.layout.firmware.front().table.address == chip::flash_base;
}

// What of the golden image lies at or beyond `limit` and is used.
std::size_t used_beyond(const Side& side, std::uint32_t limit) {
    if (side.used_end() <= limit) return 0;
    const auto from = side.world.flash.begin() + static_cast<std::ptrdiff_t>(limit - chip::flash_base);
    return static_cast<std::size_t>(
        std::count_if(from, side.world.flash.end(), [](auto byte) { return byte != 0xFF; }));
}

MaybeShape larger_than_flash(const Case& the_case, const FlashDifference&) {
    const auto part = chip::find_part(the_case.copy->archive->part);
    if (!part) return std::nullopt;
    const std::uint32_t marked = chip::flash_base + (*part)->flash_bytes();
    const std::uint32_t end = the_case.golden.used_end();
    if (end <= marked || used_beyond(*the_case.copy, marked) != 0) return std::nullopt;
    return FlashShape{Cause::image_larger_than_flash,
                      {{marked, end - marked}},
                      {fmt::format("the golden image reaches {}, but the flash of {} ends at {}", hex_address(end - 1),
                                   (*part)->name, hex_address(marked - 1))},
                      true};
}

bool is_constant(const Side& side) {
    const Bytes& bytes = side.world.flash;
    return std::ranges::adjacent_find(bytes, std::ranges::not_equal_to{}) == bytes.end();
}

bool was_protected(const Side& side) {
    return side.archive->option_bytes && chip::OptionBytes(*side.archive->option_bytes).read_protected();
}

MaybeShape read_of_protected_flash(const Case& the_case, const FlashDifference&) {
    const Side& copy = *the_case.copy;
    if (has_vectors(copy) || !has_vectors(the_case.golden) || copy.layout.used.empty()) return std::nullopt;
    const bool protection = was_protected(the_case.golden) || was_protected(copy);
    if (!protection && !is_constant(copy)) return std::nullopt;
    FlashShape shape{Cause::protected_read, {copy.flash().range()}, {"the copy holds no vector table"}, protection};
    if (is_constant(copy))
        shape.evidence.push_back(fmt::format("every byte of the copy is {:02x}", copy.world.flash[0]));
    if (protection) shape.evidence.push_back("the option byte RDP of a board says that its flash cannot be read");
    return shape;
}

// Where in the copy the bytes are that the golden flash has at `start`.
std::optional<std::uint32_t> found_elsewhere(const Case& the_case, std::uint32_t start) {
    const Bytes& golden = the_case.golden.world.flash;
    const Bytes& copy = the_case.copy->world.flash;
    const std::size_t offset = start - chip::flash_base;
    if (offset + compared_prefix > golden.size()) return std::nullopt;
    const ByteView wanted = ByteView(golden).subspan(offset, compared_prefix);
    for (std::size_t to = 0; to + compared_prefix <= copy.size(); to += alignment_of_images)
        if (to != offset && std::ranges::equal(wanted, ByteView(copy).subspan(to, compared_prefix)))
            return chip::flash_base + static_cast<std::uint32_t>(to);
    return std::nullopt;
}

bool same_bytes(const World& a, const World& b, std::size_t offset) {
    for (std::size_t i = offset; i < offset + compared_prefix; ++i)
        if (at(a, i) != at(b, i)) return false;
    return true;
}

MaybeShape shifted(const Case& the_case, const FlashDifference&) {
    const auto& parts = the_case.golden.layout.firmware;
    for (const FirmwarePart& part : parts) {
        const std::uint32_t start = part.table.address;
        if (same_bytes(the_case.golden.world, the_case.copy->world, start - chip::flash_base)) continue;
        const std::optional<std::uint32_t> there = found_elsewhere(the_case, start);
        if (!there) continue;
        return FlashShape{Cause::wrong_base,
                          {{*there, static_cast<std::uint32_t>(compared_prefix)}},
                          {fmt::format("what the golden board has at {} lies at {} in the copy", hex_address(start),
                                       hex_address(*there))},
                          true};
    }
    return std::nullopt;
}

MaybeShape without_bootloader(const Case& the_case, const FlashDifference& difference) {
    const Side& golden = the_case.golden;
    if (!has_vectors(golden) || has_vectors(*the_case.copy) || difference.ranges.empty()) return std::nullopt;
    // The application is the last vector table that both have.
    for (const FirmwarePart& part : the_case.copy->layout.firmware) {
        const std::uint32_t start = part.table.address;
        const std::size_t offset = start - chip::flash_base;
        const auto first = the_case.copy->world.flash.begin();
        const bool erased =
            std::all_of(first, first + static_cast<std::ptrdiff_t>(offset), [](auto byte) { return byte == 0xFF; });
        if (start == chip::flash_base || !erased || !same_bytes(golden.world, the_case.copy->world, offset)) continue;
        return FlashShape{Cause::missing_bootloader,
                          {{chip::flash_base, start - chip::flash_base}},
                          {fmt::format("the copy is erased below {}, where its first vector table lies; the golden "
                                       "board has firmware there",
                                       hex_address(start))},
                          true};
    }
    return std::nullopt;
}

MaybeShape ends_early(const Case& the_case, const FlashDifference& difference) {
    if (difference.ranges.empty() || difference.copy_erased != difference.bytes) return std::nullopt;
    const std::uint32_t end = the_case.copy->used_end();
    if (end == chip::flash_base || difference.ranges.front().start < end) return std::nullopt;
    const std::size_t lacking = used_beyond(the_case.golden, end);
    if (lacking < least_tail && !the_case.copy->dump.bytes.empty() &&
        the_case.copy->dump.view().range().end() >= the_case.golden.used_end())
        return std::nullopt;
    const std::uint32_t from = difference.ranges.front().start;
    return FlashShape{Cause::short_read,
                      {{from, the_case.golden.used_end() - from}},
                      {fmt::format("both are equal up to {}, and behind it the copy holds nothing: {} used bytes of "
                                   "the golden image are missing",
                                   hex_address(from - 1), lacking)},
                      lacking >= pages_of_unit_data * the_case.golden.world.board.chip.page_bytes};
}

MaybeShape settings_pages(const Case& the_case, const FlashDifference& difference) {
    std::vector<AddressRange> pages;
    for (const Side* side : {&the_case.golden, &*the_case.copy})
        for (const EepromPage& page : side->layout.eeprom) pages.push_back(page.range);
    const auto in_a_page = [&](const AddressRange& range) {
        return std::ranges::any_of(pages, [&](const AddressRange& page) { return page.contains(range); });
    };
    if (difference.ranges.empty() || !std::ranges::all_of(difference.ranges, in_a_page)) return std::nullopt;
    return FlashShape{Cause::eeprom_emulation,
                      difference.ranges,
                      {fmt::format("all differences lie in pages of EEPROM emulation; the golden board has {} such "
                                   "pages and the copy {}",
                                   the_case.golden.layout.eeprom.size(), the_case.copy->layout.eeprom.size())},
                      false};
}

MaybeShape filled_otherwise(const Case&, const FlashDifference& difference) {
    if (difference.bytes == 0 || difference.filled != difference.bytes) return std::nullopt;
    return FlashShape{Cause::padding_changed,
                      difference.ranges,
                      {fmt::format("all {} differing bytes are FF on one board and 00 on the other", difference.bytes)},
                      false};
}

// Pages in which the copy still has what a backup of the same board shows.
MaybeShape old_content(const Case& the_case, const FlashDifference& difference) {
    for (const image::BoardArchive* before : the_case.more) {
        if (!before->identity.uid || before->identity.uid != the_case.copy->archive->identity.uid) continue;
        const FlashDump old = flash_dump(before->flash);
        const auto unchanged = [&](const AddressRange& range) {
            for (std::uint64_t a = range.start; a < range.end(); ++a) {
                const std::size_t i = a - chip::flash_base;
                if ((i < old.bytes.size() ? old.bytes[i] : 0xFF) != at(the_case.copy->world, i)) return false;
            }
            return true;
        };
        if (difference.ranges.empty() || !std::ranges::all_of(difference.ranges, unchanged)) continue;
        return FlashShape{Cause::write_ignored,
                          difference.ranges,
                          {"where the copy differs it holds what an earlier read of the same board shows"},
                          true};
    }
    return std::nullopt;
}

MaybeShape flipped_bits(const Case& the_case, const FlashDifference& difference) {
    const bool marked = the_case.golden.archive->has_mark(image::unstable_read) ||
                        the_case.copy->archive->has_mark(image::unstable_read);
    const bool scattered =
        difference.single_bits == difference.bytes && difference.ranges.size() >= flips_of_a_bad_read;
    if (difference.bytes == 0 || !(marked || scattered)) return std::nullopt;
    FlashShape shape{Cause::unstable_read, difference.ranges, {}, marked};
    if (marked) shape.evidence.push_back("an archive is marked as read differently the second time");
    if (scattered)
        shape.evidence.push_back(fmt::format("{} bytes at {} places differ, each in a single bit", difference.bytes,
                                             difference.ranges.size()));
    return shape;
}

// Each board's own record is judged with its UID.
void ignore(const std::vector<AddressRange>& record, const World& golden, World& copy) {
    for (const AddressRange& range : record)
        for (std::uint64_t address = range.start; address < range.end(); ++address)
            if (const std::size_t i = address - chip::flash_base; i < copy.flash.size()) copy.flash[i] = at(golden, i);
}

// Most telling first.
using Look = MaybeShape (*)(const Case&, const FlashDifference&);
constexpr Look looks[] = {larger_than_flash, read_of_protected_flash, without_bootloader, shifted,     settings_pages,
                          ends_early,        filled_otherwise,        old_content,        flipped_bits};

}  // namespace

FlashDifference compare_flash(const Case& the_case) {
    FlashDifference difference;
    const World& golden = the_case.golden.world;
    World copy = the_case.copy->world;
    if (copy.board.chip.uid != golden.board.chip.uid) ignore(the_case.unit_record(), golden, copy);
    for (std::size_t i = 0; i < std::max(golden.flash.size(), copy.flash.size()); ++i) {
        const std::uint8_t a = at(golden, i);
        const std::uint8_t b = at(copy, i);
        if (a == b) continue;
        const unsigned changed = a ^ b;
        ++difference.bytes;
        difference.single_bits += std::has_single_bit(changed) ? 1 : 0;
        difference.filled += (changed == 0xFF && (a == 0 || b == 0)) ? 1 : 0;
        difference.copy_erased += b == 0xFF ? 1 : 0;
        const auto address = chip::flash_base + static_cast<std::uint32_t>(i);
        auto& ranges = difference.ranges;
        if (!ranges.empty() && address < ranges.back().end() + joined_below)
            ranges.back().length = address + 1 - ranges.back().start;
        else
            ranges.push_back({address, 1});
    }
    return difference;
}

MaybeShape shape_of(const Case& the_case, const FlashDifference& difference) {
    for (const Look look : looks)
        if (MaybeShape shape = look(the_case, difference)) return shape;
    return std::nullopt;
}

}  // namespace jig::inspect
