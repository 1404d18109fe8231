// SPDX-License-Identifier: Apache-2.0
// SHA-256 by libsodium.
#pragma once

#include <array>
#include <cstdint>

#include "base/bytes.hpp"

namespace jig::image {

using Sha256 = std::array<std::uint8_t, 32>;

[[nodiscard]] Sha256 sha256(ByteView data);

}  // namespace jig::image
