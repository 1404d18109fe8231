// SPDX-License-Identifier: Apache-2.0
#include "inspect/checksum/find.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "inspect/checksum/model_search.hpp"

namespace jig::inspect {
namespace {

Result<void> check(const ChecksumQuery& query) {
    if (query.dumps.empty()) return fail(ErrorKind::usage, "no dump to look for checksums in; give at least one");
    const std::size_t size = query.dumps.front().size();
    for (const ByteView dump : query.dumps) {
        if (dump.size() == size) continue;
        return fail(ErrorKind::usage, fmt::format("dumps of {} and {} bytes cannot be searched together; give dumps of "
                                                  "one part, read whole",
                                                  size, dump.size()));
    }
    if (size > largest_dump_bytes) {
        return fail(ErrorKind::usage, fmt::format("a dump of {} bytes is too large to search for checksums; at most {} "
                                                  "bytes, give a part of it",
                                                  size, largest_dump_bytes));
    }
    if (query.step != 1 && query.step != 2 && query.step != 4) {
        return fail(ErrorKind::usage,
                    fmt::format("ranges cannot be tried at every {} bytes; give 1, 2 or 4", query.step));
    }
    if (query.page_bytes == 0 || query.page_bytes % 4 != 0) {
        return fail(ErrorKind::usage,
                    fmt::format("pages of {} bytes are not whole words; give the part's page size", query.page_bytes));
    }
    if (query.base % 4 != 0 || std::uint64_t{query.base} + size > 0xffffffff) {
        return fail(ErrorKind::usage,
                    fmt::format("{} bytes at {} do not begin on a word or leave the address space; give "
                                "the address that the dump was read from",
                                size, hex_address(query.base)));
    }
    return {};
}

ChecksumMatch match_of(const SearchSpace& space, const Agreement& agreement) {
    const ChecksumModel& model = *agreement.model;
    const auto at = [&](std::size_t offset) { return space.base() + static_cast<std::uint32_t>(offset); };
    ChecksumMatch match;
    match.place = {&model,
                   {at(agreement.range.start), static_cast<std::uint32_t>(agreement.range.end - agreement.range.start)},
                   at(agreement.stored_at),
                   agreement.order,
                   agreement.reading};
    match.value = load_field(space.image(), agreement.stored_at, model.value_bytes(), agreement.order);
    match.tier = agreement.tier;
    match.expected_by_chance = space.expected(agreement);
    if (model.family == ChecksumFamily::crc) {
        match.ends_repeat_bytes =
            Ring(model.poly, model.width).period_bytes(static_cast<std::uint32_t>(space.image().size()));
    }
    return match;
}

bool is_one_byte_throughout(ByteView image) {
    return std::ranges::all_of(image, [&](std::uint8_t byte) { return byte == image[0]; });
}

// Models stand in the catalogue by how common they are; of equal ranges the longer one says more.
bool is_better(const ChecksumMatch& a, const ChecksumMatch& b) {
    if (a.expected_by_chance != b.expected_by_chance) return a.expected_by_chance < b.expected_by_chance;
    if (a.place.model != b.place.model) return a.place.model < b.place.model;
    if (a.place.range.length != b.place.range.length) return a.place.range.length > b.place.range.length;
    return a.place.order < b.place.order;
}

// A 32-bit sum makes the 16-bit sum in its low half agree as well: one field stores one checksum.
std::vector<ChecksumMatch> best_of_each_field(const std::vector<ChecksumMatch>& sorted) {
    const auto field = [](const ChecksumMatch& match) {
        return AddressRange{match.place.stored_at, match.place.model->value_bytes()};
    };
    std::vector<ChecksumMatch> best;
    for (const ChecksumMatch& match : sorted) {
        const bool is_taken = std::ranges::any_of(
            best, [&](const ChecksumMatch& better) { return field(better).overlaps(field(match)); });
        if (!is_taken) best.push_back(match);
        if (best.size() == most_matches) break;
    }
    return best;
}

}  // namespace

std::string_view to_string(ChecksumTier tier) {
    switch (tier) {
        case ChecksumTier::canonical: return "T0";
        case ChecksumTier::structural: return "T1";
        case ChecksumTier::anywhere: return "T2";
        case ChecksumTier::aligned: return "T3";
        case ChecksumTier::any_byte: return "T4";
    }
    __builtin_unreachable();
}

bool ChecksumMatch::is_found() const { return expected_by_chance < found_below; }

Result<std::vector<ChecksumMatch>> find_checksums(const ChecksumQuery& query) {
    TRY(check(query));
    const SearchSpace space(query);
    std::vector<ChecksumMatch> matches;
    if (is_one_byte_throughout(space.image())) return matches;
    for (const ChecksumModel& model : checksum_models()) {
        for (const Agreement& agreement : ModelSearch(space, model).run())
            matches.push_back(match_of(space, agreement));
    }
    std::ranges::sort(matches, is_better);
    return best_of_each_field(matches);
}

}  // namespace jig::inspect
