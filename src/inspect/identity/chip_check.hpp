// SPDX-License-Identifier: Apache-2.0
// Whether an archive's chip is the part that the archive says it is, and by whom it was made. The facts about silicon
// are chip/'s, the same that jig info goes by.
#pragma once

#include <string>
#include <vector>

#include "image/archive.hpp"

namespace jig::inspect {

enum class ChipMatter : std::uint8_t {
    other_part,         // DEV_ID or F_SIZE are another part's
    compatible_chip,    // not made by ST
    contradiction,      // registers that do not fit each other
    uid_missing,        // all 00 or all FF
    larger_than_marked  // the archive holds more flash than the part has
};
struct ChipRemark {
    ChipMatter matter;
    std::string text;  // one sentence with the register and its value
};
// Empty when all that was read fits the part.
[[nodiscard]] std::vector<ChipRemark> check_chip(const image::BoardArchive& archive);

}  // namespace jig::inspect
