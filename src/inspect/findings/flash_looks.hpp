// SPDX-License-Identifier: Apache-2.0
// One look at two flashes for each shape that their difference may have.
#pragma once

#include "chip/part.hpp"
#include "inspect/findings/flash_shape.hpp"

namespace jig::inspect {

using MaybeShape = std::optional<FlashShape>;

// Of the image as a whole: what is not there, or lies elsewhere.
[[nodiscard]] MaybeShape larger_than_flash(const Case& the_case, const FlashDifference& difference);
[[nodiscard]] MaybeShape read_of_protected_flash(const Case& the_case, const FlashDifference& difference);
[[nodiscard]] MaybeShape without_bootloader(const Case& the_case, const FlashDifference& difference);
[[nodiscard]] MaybeShape shifted(const Case& the_case, const FlashDifference& difference);
[[nodiscard]] MaybeShape ends_early(const Case& the_case, const FlashDifference& difference);

// Of the bytes that differ.
[[nodiscard]] MaybeShape settings_pages(const Case& the_case, const FlashDifference& difference);
[[nodiscard]] MaybeShape filled_otherwise(const Case& the_case, const FlashDifference& difference);
[[nodiscard]] MaybeShape old_content(const Case& the_case, const FlashDifference& difference);
[[nodiscard]] MaybeShape read_twice(const Case& the_case, const FlashDifference& difference);
[[nodiscard]] MaybeShape flipped_bits(const Case& the_case, const FlashDifference& difference);
[[nodiscard]] MaybeShape lost_writes(const Case& the_case, const FlashDifference& difference);
[[nodiscard]] MaybeShape stale_pages(const Case& the_case, const FlashDifference& difference);

[[nodiscard]] inline std::uint8_t byte_at(const World& world, std::size_t i) {
    return i < world.flash.size() ? world.flash[i] : 0xFF;
}
[[nodiscard]] inline bool all_are(const World& world, std::size_t from, std::size_t to, std::uint8_t value) {
    for (std::size_t i = from; i < to; ++i)
        if (byte_at(world, i) != value) return false;
    return true;
}

}  // namespace jig::inspect
