// SPDX-License-Identifier: Apache-2.0
// Whether an archive belongs on a chip: pure.
#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"
#include "clone/identify.hpp"
#include "image/archive.hpp"

namespace jig::clone {

// Sentences about what differs but does not forbid the job (another maker's silicon, another revision).
// Errors: refused (another part, density, flash or page size; an archive without flash).
[[nodiscard]] Result<std::vector<std::string>> check_compatible(const image::BoardArchive& source,
                                                                const Identity& target);

// The archive's flash from the flash's base on, without the blank tail beyond what its own chip's F_SIZE says.
// Errors: refused (bytes outside the flash).
[[nodiscard]] Result<Bytes> wanted_flash(const image::BoardArchive& source);

}  // namespace jig::clone
