// SPDX-License-Identifier: Apache-2.0
#include "inspect/diff/dump.hpp"

#include <algorithm>

#include "inspect/layout/extent.hpp"
#include "inspect/layout/vector_table.hpp"

namespace jig::inspect {
namespace {

constexpr std::uint32_t largest_page_bytes = 2048;
constexpr unsigned compared_vectors = 16;  // the system's own; all of them move when firmware is built anew
// Configuration, logs and emulated EEPROM take a few pages; firmware that was built anew differs nearly everywhere.
constexpr std::size_t few_pages = 8;
constexpr std::size_t few_in_hundred = 5;

// The head of every vector table in what both dumps have read.
std::vector<Bytes> vectors(const FlashDump& dump, const std::vector<AddressRange>& shared) {
    std::vector<Bytes> heads;
    for (const AddressRange& range : shared) {
        const FlashView part = dump.view().clipped(range);
        for (const VectorTable& table : find_vector_tables(part)) {
            const ByteView head = part.clipped({table.address, 4 * std::min(table.entries, compared_vectors)}).bytes;
            heads.emplace_back(head.begin(), head.end());
        }
    }
    return heads;
}

std::vector<AddressRange> shared_ranges(const FlashDump& a, const FlashDump& b) {
    std::vector<AddressRange> shared;
    for (const AddressRange& one : a.read) {
        for (const AddressRange& other : b.read) {
            const AddressRange both = intersection(one, other);
            if (both.length != 0) shared.push_back(both);
        }
    }
    return shared;
}

bool same_firmware(const FlashDump& a, const FlashDump& b) {
    const std::vector<AddressRange> shared = shared_ranges(a, b);
    std::size_t used_pages = 0;
    std::size_t differing_pages = 0;
    for (const AddressRange& range : shared) {
        for (std::uint64_t at = range.start; at < range.end(); at += largest_page_bytes) {
            const AddressRange page = intersection(range, {static_cast<std::uint32_t>(at), largest_page_bytes});
            const ByteView mine = a.view().clipped(page).bytes;
            const ByteView theirs = b.view().clipped(page).bytes;
            used_pages += !is_erased(mine) || !is_erased(theirs);
            differing_pages += !std::ranges::equal(mine, theirs);
        }
    }
    if (differing_pages > few_pages && 100 * differing_pages > few_in_hundred * used_pages) return false;
    return differing_pages == 0 || vectors(a, shared) == vectors(b, shared);
}

bool same_board(const Dump& a, const Dump& b) {
    return !a.uid_functions.empty() && !b.uid_functions.empty() && a.archive->identity.uid == b.archive->identity.uid;
}

// The number of the first earlier dump that `alike` accepts, else the next free one.
template <typename Alike>
std::size_t number_of(const std::vector<Dump>& earlier, std::size_t Dump::* member, Alike alike) {
    std::size_t next = 0;
    for (const Dump& one : earlier) {
        if (alike(one)) return one.*member;
        next = std::max(next, one.*member + 1);
    }
    return next;
}

}  // namespace

std::vector<Dump> make_dumps(std::span<const NamedArchive> archives) {
    std::vector<Dump> dumps;
    for (const NamedArchive& named : archives) {
        Dump dump{named.name, named.archive, flash_dump(named.archive->flash), {}};
        if (named.archive->identity.uid) dump.uid_functions = uid_values(*named.archive->identity.uid);
        dump.board = number_of(dumps, &Dump::board, [&](const Dump& one) { return same_board(one, dump); });
        dump.version =
            number_of(dumps, &Dump::version, [&](const Dump& one) { return same_firmware(one.flash, dump.flash); });
        dumps.push_back(std::move(dump));
    }
    return dumps;
}

std::uint32_t page_bytes_of(std::span<const Dump> dumps) {
    if (dumps.empty()) return largest_page_bytes;
    const auto part = chip::find_part(dumps.front().archive->part);
    return part ? (*part)->facts().page_bytes : largest_page_bytes;
}

}  // namespace jig::inspect
