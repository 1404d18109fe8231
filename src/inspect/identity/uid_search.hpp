// SPDX-License-Identifier: Apache-2.0
// One board alone: where its flash holds a function of its own UID.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "inspect/identity/uid_functions.hpp"
#include "inspect/layout/flash_view.hpp"

namespace jig::inspect {

struct UidHit {
    AddressRange range;
    std::string function;  // as the catalogue names it; never the value for another UID
    UidFunctionKind kind = UidFunctionKind::copy;
    double by_chance = 0;  // hits like this that a flash of this size holds by chance
};

// Values of at least four bytes, at every address; best first, at most `most_uid_hits`, none inside of a better one.
// What chance gives once a flash or more often is left out. `values` are uid_values() of the board's UID.
inline constexpr std::size_t most_uid_hits = 16;
[[nodiscard]] std::vector<UidHit> find_uid_functions(const FlashView& flash, std::span<const UidValue> values);

// Bits that a match of these bytes is worth: 00 and FF are everywhere in a flash and count for nothing.
[[nodiscard]] double match_bits(ByteView bytes);

}  // namespace jig::inspect
