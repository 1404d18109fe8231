// SPDX-License-Identifier: Apache-2.0
// What a described board holds before its first power-on.
#pragma once

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "board/description.hpp"

namespace jig::bench {

struct InitialContents {
    Bytes flash;
    Bytes option_bytes;
    Bytes backup;
};

// Errors: bad_file (the flash file cannot be read, or does not fit at `base`).
[[nodiscard]] Result<InitialContents> initial_contents(const board::BoardDescription& board);

}  // namespace jig::bench
