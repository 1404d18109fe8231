// SPDX-License-Identifier: Apache-2.0
// Two or more boards: whether bytes that differ between them follow their UIDs. A constant that is mixed in falls out
// of the comparison and is not told: jig names the relation, it does not make records.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "inspect/identity/uid_functions.hpp"

namespace jig::inspect {

// What one board holds at a place; all samples have the same length, no two the same UID.
struct BoardSample {
    image::Uid uid{};
    std::span<const UidValue> values;  // uid_values(uid)
    ByteView bytes;
};

enum class Mixed : std::uint8_t { not_at_all, xored, added };  // how a constant, the same on all boards, is mixed in

struct UidRelation {
    std::string function;  // of the catalogue
    UidFunctionKind kind = UidFunctionKind::copy;
    Mixed mixed = Mixed::not_at_all;
    std::size_t offset = 0;  // in the samples
    std::size_t length = 0;
    double by_chance = 0;
};
// The likeliest relation that covers a varying byte of [focus, focus + focus_length); nothing when none is better than
// chance (candidate_below). Whoever calls it a finding asks for finding_below. Needs two samples.
[[nodiscard]] std::optional<UidRelation> relate_to_uids(std::span<const BoardSample> samples, std::size_t focus,
                                                        std::size_t focus_length);

// The UIDs of one lot differ in one to three bytes; what becomes of such a small difference needs no key to be seen.
enum class Diffusion : std::uint8_t {
    cannot_tell,  // the UIDs differ in too much, or the bytes are too few
    small,        // as few bytes differ as in the UIDs: a copy, something linear, or a serial number of its own
    whole,        // nearly all bytes differ: a hash, a cipher, or nothing to do with the UID
};
struct DiffusionTest {
    Diffusion diffusion = Diffusion::cannot_tell;
    std::size_t uid_bytes = 0;  // that differ between the two closest UIDs
    std::size_t own_bytes = 0;  // that differ between the samples of these boards
};
[[nodiscard]] DiffusionTest test_diffusion(std::span<const BoardSample> samples);

}  // namespace jig::inspect
