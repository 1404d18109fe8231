// SPDX-License-Identifier: Apache-2.0
#include "flash/programmer.hpp"

namespace jig::flash {

// One page at a time, for a way to the chip that knows no better.
Result<std::vector<std::uint32_t>> FlashProgrammer::checksums(const AddressRange& range, std::uint32_t page_bytes) {
    std::vector<std::uint32_t> all;
    for (std::uint32_t at = range.start; at != range.end(); at += page_bytes) {
        TRY_ASSIGN(const std::uint32_t one, checksum({at, page_bytes}));
        all.push_back(one);
    }
    return all;
}

}  // namespace jig::flash
