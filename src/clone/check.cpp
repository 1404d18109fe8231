// SPDX-License-Identifier: Apache-2.0
#include "clone/check.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace jig::clone {
namespace {

// Flash ends here on any F1 (RM0008 3.3.3: 1 MB); what an archive holds above it is another memory.
constexpr std::uint64_t flash_end = chip::flash_base + 0x100000ULL;

Result<void> check_part(const image::BoardArchive& source, const chip::Part& part, const Identity& target) {
    const bool named = std::ranges::find(target.candidates, &part) != target.candidates.end();
    const bool same_facts = target.candidates.empty() && part.density == target.density->density;
    if (named || same_facts) return {};
    return fail(
        ErrorKind::refused,
        fmt::format("the archive is of an {} ({}, {} KB of flash), but the chip is an {} ({}, {} KB); choose a board "
                    "with the same part, nothing was written",
                    source.part, part.facts().name, part.flash_kb, target.part_names(), target.density->name,
                    target.flash_bytes() / 1024));
}

// Whole pages before the archive's last byte that it says nothing about: a bootloader that was not packed, say.
std::vector<AddressRange> missing_pages(const image::FirmwareImage& flash, std::uint32_t page_bytes) {
    std::vector<AddressRange> missing;
    std::uint64_t at = chip::flash_base;
    for (const AddressRange& range : flash.ranges()) {
        if (range.start >= at + page_bytes) {
            const auto start = static_cast<std::uint32_t>(at);
            missing.push_back({start, range.start - start});
        }
        at = range.end();
    }
    return missing;
}

}  // namespace

Result<std::vector<std::string>> check_compatible(const image::BoardArchive& source, const Identity& target) {
    if (source.flash.empty()) {
        return fail(ErrorKind::refused,
                    "the archive holds no flash content; capture the golden board again, nothing was "
                    "written");
    }
    if (source.has_mark(image::unstable_read)) {
        return fail(ErrorKind::refused,
                    "the archive was captured from flash that read differently the second time, so nobody knows which "
                    "reading is right; capture the golden board again, nothing was written");
    }
    const Result<const chip::Part*> part = chip::find_part(source.part);
    if (part) {
        TRY(check_part(source, **part, target));
    } else if (source.part != target.part_name()) {
        return fail(ErrorKind::refused,
                    fmt::format("the archive is of '{}', but the chip is an {}; nothing was written", source.part,
                                target.part_names()));
    }
    std::vector<std::string> notes;
    for (const AddressRange& range : missing_pages(source.flash, target.density->page_bytes)) {
        notes.push_back(fmt::format(
            "the archive says nothing about {}, so it is wanted erased; --keep {} leaves the target its own there",
            to_string(range), to_string(range)));
    }
    const std::string& maker = source.identity.silicon;
    if (!maker.empty() && target.silicon.key == "unknown") {
        notes.push_back(
            fmt::format("the archive was read from {} silicon; who made this chip could not be told", maker));
    } else if (!maker.empty() && maker != target.silicon.key) {
        notes.push_back(
            fmt::format("the archive was read from {} silicon, this chip is {}: a compatible chip may behave "
                        "differently",
                        maker, target.silicon.key));
    }
    return notes;
}

Result<Bytes> wanted_flash(const image::BoardArchive& source) {
    const AddressRange extent = source.flash.extent();
    if (extent.start < chip::flash_base || extent.end() > flash_end) {
        return fail(ErrorKind::refused,
                    fmt::format("the archive holds {}, which is not inside the flash at {}; nothing was written",
                                to_string(extent), hex_address(chip::flash_base)));
    }
    const auto length = static_cast<std::uint32_t>(extent.end() - chip::flash_base);
    Bytes bytes = source.flash.read({chip::flash_base, length});
    const std::size_t own = source.identity.f_size_kb.value_or(0) * 1024U;
    while (own != 0 && bytes.size() > own && bytes.back() == image::erased_byte) bytes.pop_back();
    return bytes;
}

}  // namespace jig::clone
