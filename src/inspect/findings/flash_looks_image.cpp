// SPDX-License-Identifier: Apache-2.0
// Images that are not whole, not where they belong, or no images.
#include <fmt/format.h>

#include <algorithm>

#include "chip/option_bytes.hpp"
#include "inspect/findings/flash_looks.hpp"

namespace jig::inspect {
namespace {

constexpr std::size_t compared_prefix = 256;        // of an image that is looked for elsewhere
constexpr std::uint32_t alignment_of_images = 256;  // where an image may lie
// A tail as small as this may be one board's own log or settings, which a healthy copy lacks.
constexpr std::size_t pages_of_unit_data = 2;
constexpr std::size_t least_tail = 64;         // used golden bytes that a short copy lacks
constexpr std::size_t least_repetition = 256;  // bytes; fewer may be a table

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

// What a tool delivers that cannot read: one word again and again, or one byte. Nothing if it is something else.
std::optional<std::uint32_t> repeated_word(const Side& side) {
    const ByteView bytes = side.dump.bytes.empty() ? ByteView(side.world.flash) : ByteView(side.dump.bytes);
    if (bytes.size() < least_repetition) return std::nullopt;
    for (std::size_t i = 4; i < bytes.size(); ++i)
        if (bytes[i] != bytes[i - 4]) return std::nullopt;
    return load_le32(bytes);
}

std::string in_words(std::uint32_t word, std::string_view whose) {
    const bool one_byte = word == (word & 0xFF) * 0x01010101U;
    return one_byte ? fmt::format("every byte of the {} is {:02x}", whose, word & 0xFF)
                    : fmt::format("the {} is the word 0x{:08x} again and again, from end to end", whose, word);
}

bool was_protected(const Side& side) {
    return side.archive->option_bytes && chip::OptionBytes(*side.archive->option_bytes).read_protected();
}

bool starts_firmware(const Side& side) { return has_vectors(side) || !side.layout.firmware.empty(); }

bool cannot_work(const Side& side) { return !starts_firmware(side) && !is_steady(side.end); }

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
        if (byte_at(a, i) != byte_at(b, i)) return false;
    return true;
}

// One byte value from the first difference to the copy's end: erased, or what a file was filled up with.
bool holds_nothing_behind(const Case& the_case, std::uint32_t start) {
    const World& copy = the_case.copy->world;
    const std::size_t from = start - chip::flash_base;
    return all_are(copy, from, copy.flash.size(), 0xFF) || all_are(copy, from, copy.flash.size(), 0x00);
}

}  // namespace

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

// The golden image itself may be what a locked chip answered.
MaybeShape golden_is_no_image(const Side& golden) {
    const std::optional<std::uint32_t> word = golden.layout.used.empty() ? std::nullopt : repeated_word(golden);
    if (!word || is_steady(golden.end)) return std::nullopt;
    return FlashShape{.cause = Cause::protected_read,
                      .where = {golden.flash().range()},
                      .evidence = {in_words(*word, "golden image"), "no firmware looks like that"},
                      .certain = true,
                      .at_best = Confidence::likely};
}

MaybeShape read_of_protected_flash(const Case& the_case, const FlashDifference&) {
    const Side& copy = *the_case.copy;
    if (has_vectors(copy)) return golden_is_no_image(the_case.golden);
    if (!(has_vectors(the_case.golden) || cannot_work(the_case.golden))) return std::nullopt;
    if (starts_firmware(copy) && is_steady(copy.end)) return std::nullopt;
    const bool protection = was_protected(the_case.golden) || was_protected(copy);
    const std::optional<std::uint32_t> word = copy.layout.used.empty() ? std::nullopt : repeated_word(copy);
    if (!protection && !word) return golden_is_no_image(the_case.golden);
    FlashShape shape{.cause = Cause::protected_read,
                     .where = {copy.flash().range()},
                     .evidence = {"the copy holds no vector table"}};
    if (word) shape.evidence.push_back(in_words(*word, "copy"));
    if (protection) shape.evidence.push_back("the option byte RDP of a board says that its flash cannot be read");
    if (cannot_work(the_case.golden)) shape.evidence.push_back("nor does the golden image hold a vector table");
    shape.certain = protection || cannot_work(the_case.golden);
    return shape;
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
        const World& copy = the_case.copy->world;
        const bool empty = all_are(copy, 0, offset, 0xFF) || all_are(copy, 0, offset, 0x00);
        if (start == chip::flash_base || !empty || !same_bytes(golden.world, the_case.copy->world, offset)) continue;
        return FlashShape{Cause::missing_bootloader,
                          {{chip::flash_base, start - chip::flash_base}},
                          {fmt::format("the copy is empty below {}, where its first vector table lies; the golden "
                                       "board has firmware there",
                                       hex_address(start))},
                          true};
    }
    return std::nullopt;
}

// The read that the copy was made from stopped before the golden image ends, and what it has is not even that image.
MaybeShape ends_early_with_other_bytes(const Case& the_case) {
    if (the_case.copy->dump.bytes.empty()) return std::nullopt;
    const AddressRange read = the_case.copy->dump.view().range();
    const std::uint32_t golden_end = the_case.golden.used_end();
    const auto read_end = static_cast<std::uint32_t>(std::min<std::uint64_t>(read.end(), golden_end));
    const bool shorter_than_a_page = read.length < the_case.golden.world.board.chip.page_bytes;
    if (!shorter_than_a_page || used_beyond(the_case.golden, read_end) < least_tail) return std::nullopt;
    return FlashShape{.cause = Cause::short_read,
                      .where = {{read_end, golden_end - read_end}},
                      .evidence = {fmt::format("the copy was read up to {} alone; the golden image reaches {}",
                                               hex_address(read_end - 1), hex_address(golden_end - 1))},
                      .certain = true,
                      .at_best = Confidence::likely};
}

MaybeShape ends_early(const Case& the_case, const FlashDifference& difference) {
    if (difference.ranges.empty() || the_case.copy->used_end() == chip::flash_base) return std::nullopt;
    const std::uint32_t from = difference.ranges.front().start;
    if (from == chip::flash_base) return ends_early_with_other_bytes(the_case);
    if (!holds_nothing_behind(the_case, from)) return std::nullopt;
    const std::size_t lacking = used_beyond(the_case.golden, from);
    const bool read_so_far =
        !the_case.copy->dump.bytes.empty() && the_case.copy->dump.view().range().end() >= the_case.golden.used_end();
    if (lacking < least_tail && read_so_far) return std::nullopt;
    return FlashShape{.cause = Cause::short_read,
                      .where = {{from, the_case.golden.used_end() - from}},
                      .evidence = {fmt::format("both are equal up to {}, and behind it the copy holds nothing: {} used "
                                               "bytes of the golden image are missing",
                                               hex_address(from - 1), lacking)},
                      .certain = lacking >= pages_of_unit_data * the_case.golden.world.board.chip.page_bytes};
}

}  // namespace jig::inspect
