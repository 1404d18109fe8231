// SPDX-License-Identifier: Apache-2.0
#include "wire/stlink/limits.hpp"

#include <algorithm>

namespace jig::wire::stlink {

std::uint32_t transfer_bytes(const Version& version, Width width, std::uint32_t tar_block, std::uint32_t address,
                             std::size_t left) {
    const std::uint32_t most_single = has(version, Feature::long_bytes) ? 512 : 64;
    const std::uint32_t buffer = width == Width::byte ? most_single : most_bytes;
    const std::uint32_t to_block_end = tar_block - address % tar_block;
    return static_cast<std::uint32_t>(std::min<std::size_t>({left, buffer, to_block_end}));
}

}  // namespace jig::wire::stlink
