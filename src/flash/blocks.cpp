// SPDX-License-Identifier: Apache-2.0
#include "flash/blocks.hpp"

#include <algorithm>
#include <cassert>

namespace jig::flash {
namespace {

std::uint32_t count_half_words(ByteView bytes) {
    std::uint32_t count = 0;
    for (std::size_t at = 0; at < bytes.size(); at += 2) count += load_le16(bytes.subspan(at)) != 0xFFFF ? 1 : 0;
    return count;
}

}  // namespace

std::vector<Block> cut_blocks(const Plan& plan, std::uint32_t limit) {
    assert(limit >= 2 && limit % 2 == 0);
    std::vector<Block> blocks;
    for (const AddressRange& run : plan.program) {
        for (std::uint32_t done = 0; done < run.length; done += limit) {
            const std::uint32_t length = std::min(limit, run.length - done);
            const ByteView bytes = ByteView(plan.wanted).subspan(run.start - plan.geometry.base + done, length);
            blocks.push_back({run.start + done, bytes, count_half_words(bytes)});
        }
    }
    return blocks;
}

}  // namespace jig::flash
