// SPDX-License-Identifier: Apache-2.0
// What kind of difference lies between two flashes, told from the bytes alone: a copy that ends early, an image that is
// shifted, gaps filled otherwise. Each shape speaks for one cause; the most telling one counts.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "inspect/findings/case.hpp"

namespace jig::inspect {

struct FlashShape {
    Cause cause;
    std::vector<AddressRange> where;
    std::vector<std::string> evidence;
    bool certain = false;                     // leaves no other reading, whatever the boots show
    Confidence at_best = Confidence::proven;  // weaker where boots cannot tell this reading from another
};

// Both flashes byte by byte, as far as the larger one goes.
struct FlashDifference {
    std::vector<AddressRange> ranges;  // equal stretches below 16 bytes join them
    std::size_t bytes = 0;
    std::size_t single_bits = 0;  // bytes of which one bit differs
    std::size_t filled = 0;       // bytes that are FF in one and 00 in the other
    std::size_t copy_erased = 0;  // bytes that are FF in the copy
};
// One byte more, at this offset from the flash's start, which is not the same.
void note_difference(FlashDifference& difference, std::size_t offset, std::uint8_t golden, std::uint8_t copy);
[[nodiscard]] FlashDifference compare_flash(const Case& the_case);

// Nothing when the flashes are equal, or no shape fits.
[[nodiscard]] std::optional<FlashShape> shape_of(const Case& the_case, const FlashDifference& difference);

}  // namespace jig::inspect
