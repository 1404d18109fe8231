// SPDX-License-Identifier: Apache-2.0
// What the job must respect on the target, handed to it by whoever knows (the command line, inspect/, a station).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/range.hpp"

namespace jig::clone {

// How the flash is compared after programming. `read` is the only one that is PASS in full: every byte comes back
// through the debug port. `crc` trusts the chip's own CRC unit and is recorded as weaker; `both` does one, then the
// other.
enum class VerifyMode : std::uint8_t { read, crc, both };
[[nodiscard]] std::string to_string(VerifyMode mode);

struct WritePolicy {
    std::vector<AddressRange> keep;     // bytes that belong to the target: its own content stays there
    std::vector<std::string> refusals;  // one sentence each; any of them stops the job before it touches the board
};

}  // namespace jig::clone
