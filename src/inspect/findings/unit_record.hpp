// SPDX-License-Identifier: Apache-2.0
// Whether an image is bound to the chip that it was read from, for whoever is about to write it to another.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/range.hpp"
#include "image/archive.hpp"

namespace jig::inspect {

struct UnitRecord {
    std::vector<AddressRange> where;
    std::string text;  // the evidence, one sentence
};

// Nothing when the image ends the same with another UID, when it does not run, or when the archive has no UID.
[[nodiscard]] std::optional<UnitRecord> find_unit_record(const image::BoardArchive& source);

}  // namespace jig::inspect
