// SPDX-License-Identifier: Apache-2.0
// What the bytes have in common that differ.
#include <fmt/format.h>

#include <algorithm>

#include "inspect/findings/flash_looks.hpp"

namespace jig::inspect {
namespace {

constexpr std::size_t flips_of_a_bad_read = 3;  // scattered single bits; fewer may be an edit
constexpr std::size_t least_filling = 16;       // bytes; fewer may be a value that was written
constexpr std::size_t least_lost = 2;           // one half-word

// The value that the copy has wherever the golden board is erased and they differ, if it is one.
std::optional<std::uint8_t> filling(const Case& the_case, const FlashDifference& difference) {
    std::optional<std::uint8_t> value;
    for (const AddressRange& range : difference.ranges) {
        for (std::uint64_t address = range.start; address < range.end(); ++address) {
            const std::size_t i = address - chip::flash_base;
            const std::uint8_t copy = byte_at(the_case.copy->world, i);
            if (byte_at(the_case.golden.world, i) == copy) continue;
            if (byte_at(the_case.golden.world, i) != 0xFF || value.value_or(copy) != copy) return std::nullopt;
            value = copy;
        }
    }
    return value;
}

bool is_scattered(std::size_t places, std::size_t bytes, std::size_t single_bits) {
    return places >= flips_of_a_bad_read && bytes <= 2 * places && 10 * single_bits >= 9 * bytes;
}

// How a second read of a board differs from its archive.
FlashDifference difference_of_reads(const image::BoardArchive& first, const image::BoardArchive& second) {
    const FlashDump a = flash_dump(first.flash);
    const FlashDump b = flash_dump(second.flash);
    FlashDifference difference;
    for (std::size_t i = 0; i < std::min(a.bytes.size(), b.bytes.size()); ++i) {
        if (a.bytes[i] == b.bytes[i]) continue;
        note_difference(difference, i, a.bytes[i], b.bytes[i]);
    }
    return difference;
}

std::size_t page_of(const Case& the_case) { return the_case.copy->world.board.chip.page_bytes; }

std::size_t differing_in(const FlashDifference& difference, const AddressRange& page) {
    std::uint64_t differing = 0;
    for (const AddressRange& range : difference.ranges)
        if (range.overlaps(page)) differing += std::min(range.end(), page.end()) - std::max(range.start, page.start);
    return differing;
}

}  // namespace

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

MaybeShape filled_otherwise(const Case& the_case, const FlashDifference& difference) {
    if (difference.bytes == 0) return std::nullopt;
    FlashShape shape{Cause::padding_changed, difference.ranges, {}, false};
    if (difference.filled == difference.bytes) {
        shape.evidence.push_back(
            fmt::format("all {} differing bytes are FF on one board and 00 on the other", difference.bytes));
        return shape;
    }
    const auto value = difference.bytes >= least_filling ? filling(the_case, difference) : std::nullopt;
    if (!value) return std::nullopt;
    shape.evidence.push_back(fmt::format("all {} differing bytes are FF on the golden board and {:02x} on the copy",
                                         difference.bytes, *value));
    return shape;
}

// Pages in which the copy still has what a backup of the same board shows.
MaybeShape old_content(const Case& the_case, const FlashDifference& difference) {
    for (const image::BoardArchive* before : the_case.more) {
        if (!before->identity.uid || before->identity.uid != the_case.copy->archive->identity.uid) continue;
        const FlashDump old = flash_dump(before->flash);
        const auto unchanged = [&](const AddressRange& range) {
            for (std::uint64_t a = range.start; a < range.end(); ++a) {
                const std::size_t i = a - chip::flash_base;
                if ((i < old.bytes.size() ? old.bytes[i] : 0xFF) != byte_at(the_case.copy->world, i)) return false;
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

// Two reads of one board that differ in single bits here and there: at least one of them is wrong.
MaybeShape read_twice(const Case& the_case, const FlashDifference&) {
    for (const image::BoardArchive* again : the_case.more) {
        for (const Side* side : {&the_case.golden, &*the_case.copy}) {
            if (!again->identity.uid || again->identity.uid != side->archive->identity.uid) continue;
            const FlashDifference reads = difference_of_reads(*side->archive, *again);
            if (!is_scattered(reads.ranges.size(), reads.bytes, reads.single_bits)) continue;
            return FlashShape{Cause::unstable_read,
                              reads.ranges,
                              {fmt::format("two reads of one board differ in {} bytes at {} places, in single bits",
                                           reads.bytes, reads.ranges.size())},
                              true};
        }
    }
    return std::nullopt;
}

MaybeShape flipped_bits(const Case& the_case, const FlashDifference& difference) {
    const bool marked = the_case.golden.archive->has_mark(image::unstable_read) ||
                        the_case.copy->archive->has_mark(image::unstable_read);
    const bool scattered = is_scattered(difference.ranges.size(), difference.bytes, difference.single_bits);
    if (difference.bytes == 0 || !(marked || scattered)) return std::nullopt;
    FlashShape shape{Cause::unstable_read, difference.ranges, {}, marked};
    if (marked) shape.evidence.push_back("an archive is marked as read differently the second time");
    if (scattered)
        shape.evidence.push_back(fmt::format("{} bytes at {} places differ, nearly all in a single bit",
                                             difference.bytes, difference.ranges.size()));
    return shape;
}

// Half-words or pages that were never programmed, with written ones behind them.
MaybeShape lost_writes(const Case& the_case, const FlashDifference& difference) {
    if (difference.bytes < least_lost || difference.copy_erased != difference.bytes) return std::nullopt;
    if (the_case.copy->used_end() == chip::flash_base)
        return FlashShape{.cause = Cause::write_ignored,
                          .where = difference.ranges,
                          .evidence = {"the copy is erased from end to end: either it was never written, or its chip "
                                       "took no notice of the writing; without an earlier read of this board both "
                                       "are possible"},
                          .at_best = Confidence::likely};
    return FlashShape{Cause::write_ignored,
                      difference.ranges,
                      {fmt::format("all {} differing bytes of the copy are erased, and all others are as on the "
                                   "golden board",
                                   difference.bytes)},
                      false};
}

// Whole pages that hold something else between pages that are equal.
MaybeShape stale_pages(const Case& the_case, const FlashDifference& difference) {
    const std::size_t page = page_of(the_case);
    std::vector<AddressRange> stale;
    std::size_t used = 0;
    for (std::size_t at = 0; at < the_case.golden.world.flash.size(); at += page) {
        const auto address = static_cast<std::uint32_t>(chip::flash_base + at);
        const std::size_t differing = differing_in(difference, {address, static_cast<std::uint32_t>(page)});
        used += all_are(the_case.golden.world, at, at + page, 0xFF) ? 0 : 1;
        if (differing == 0) continue;
        if (2 * differing < page) return std::nullopt;
        if (!stale.empty() && stale.back().end() == address)
            stale.back().length += static_cast<std::uint32_t>(page);
        else
            stale.push_back({address, static_cast<std::uint32_t>(page)});
    }
    if (stale.empty() || stale.front().start == chip::flash_base || difference.bytes > used * page / 2)
        return std::nullopt;
    const bool to_the_end = stale.size() == 1 && stale.front().end() >= the_case.golden.used_end();
    return FlashShape{to_the_end ? Cause::short_read : Cause::write_ignored,
                      stale,
                      {to_the_end ? fmt::format("both are equal up to {}, and behind it the copy holds something else",
                                                hex_address(stale.front().start - 1))
                                  : "the copy holds something else in whole pages, and the same in all others"},
                      false};
}

}  // namespace jig::inspect
