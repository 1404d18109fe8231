// SPDX-License-Identifier: Apache-2.0
// The address that firmware was linked for, told from where its pointers would lead: pointers to functions must hit the
// beginnings of functions, pointers to text the beginnings of strings.
#pragma once

#include <optional>

#include "inspect/layout/flash_view.hpp"

namespace jig::inspect {

struct LinkBase {
    std::uint32_t base = 0;  // where the first byte of the image belongs
    unsigned pointers = 0;   // different words that can be pointers into flash
    unsigned fit = 0;        // of them, how many lead to a beginning when the image lies at `base`
    unsigned fit_here = 0;   // and how many when it lies where it is
    double by_chance = 0;    // how many bases would fit this well by chance
};

// The base that fits best, among the multiples of 1 KB in the flash window; nothing when no base fits better than
// chance. `image` begins at its first byte: a vector table or code, without the erased flash before it.
[[nodiscard]] std::optional<LinkBase> find_link_base(const FlashView& image);

}  // namespace jig::inspect
