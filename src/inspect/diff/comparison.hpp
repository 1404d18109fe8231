// SPDX-License-Identifier: Apache-2.0
// N archives held against each other: fields, not bytes, and what each seems to be.
#pragma once

#include "inspect/diff/beside.hpp"
#include "inspect/diff/field.hpp"
#include "inspect/identity/chip_check.hpp"
#include "inspect/identity/identity_references.hpp"
#include "inspect/identity/uid_search.hpp"
#include "inspect/layout/layout.hpp"

namespace jig::inspect {

// One archive of the comparison, looked at for itself.
struct ComparedDump {
    std::string name;
    std::string part;
    std::optional<image::Uid> uid;
    std::size_t board = 0;    // equal numbers: the same UID
    std::size_t version = 0;  // equal numbers: the same firmware
    std::vector<AddressRange> read;
    std::size_t used_bytes = 0;  // that are not erased
    std::vector<ChipRemark> chip;
    std::vector<UidHit> uid_hits;  // functions of this dump's own UID; findings only
    Layout layout;
    std::vector<IdentityReference> identity_references;
};

// More fields than this are counted and not listed: two images that differ so much are not worth reading byte by byte.
inline constexpr std::size_t most_fields = 200;

struct Comparison {
    std::vector<ComparedDump> dumps;
    std::vector<Field> fields;  // best explained first within a class: per unit, volatile, undecided, per version
    std::size_t fields_left_out = 0;
    std::vector<MissingRange> missing;
    std::size_t compared_bytes = 0;
    std::size_t varying_bytes = 0;
    std::vector<BesideDifference> beside;
    std::vector<std::string> notes;  // whole sentences
};
// Any number of archives; fewer than two have no differences.
[[nodiscard]] Comparison compare_archives(std::span<const NamedArchive> archives);

}  // namespace jig::inspect
