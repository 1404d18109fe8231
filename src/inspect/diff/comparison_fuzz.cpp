// SPDX-License-Identifier: Apache-2.0
// Two archives made of arbitrary bytes: whatever they are, the comparison ends, stays inside of what was read, and
// names the ranges that it was given.
#include <algorithm>
#include <cstdlib>

#include "inspect/diff/comparison.hpp"

namespace {

using namespace jig;

constexpr std::size_t head_bytes = 32;
constexpr std::uint32_t most_offset = 0x1FFF;

// Head: two UIDs, where the second image begins, how the rest is divided. Rest: the flash of both.
struct Input {
    image::BoardArchive first;
    image::BoardArchive second;
};

void fill(image::BoardArchive& archive, ByteView uid, std::uint32_t address, ByteView flash) {
    archive.part = "STM32F103RC";
    archive.identity.uid.emplace();
    std::ranges::copy(uid, archive.identity.uid->begin());
    static_cast<void>(archive.flash.add(address, flash));
}

Input divide(ByteView bytes) {
    Input input;
    const std::uint32_t offset = load_le16(bytes.subspan(24)) & most_offset;
    const ByteView rest = bytes.subspan(head_bytes);
    const std::size_t middle = rest.size() * bytes[26] / 255;
    fill(input.first, bytes.first(12), chip::flash_base, rest.first(middle));
    fill(input.second, bytes.subspan(12, 12), chip::flash_base + offset, rest.subspan(middle));
    return input;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < head_bytes) return 0;
    const Input input = divide(ByteView(data, size));
    const std::vector<inspect::NamedArchive> named = {{"a", &input.first}, {"b", &input.second}};
    const inspect::Comparison comparison = inspect::compare_archives(named);
    for (const inspect::Field& field : comparison.fields) {
        if (field.holders.size() != field.values.size() || field.explanations.empty()) std::abort();
        for (const std::size_t holder : field.holders) {
            if (!named[holder].archive->flash.covers(field.range)) std::abort();
        }
    }
    return 0;
}
