// SPDX-License-Identifier: Apache-2.0
#include "inspect/layout/flash_view.hpp"

#include <algorithm>

namespace jig::inspect {

AddressRange intersection(const AddressRange& a, const AddressRange& b) {
    const std::uint64_t start = std::max(a.start, b.start);
    const std::uint64_t end = std::min(a.end(), b.end());
    if (end <= start) return {};
    return {static_cast<std::uint32_t>(start), static_cast<std::uint32_t>(end - start)};
}

FlashView FlashView::clipped(const AddressRange& wanted) const {
    const AddressRange shared = intersection(range(), wanted);
    if (shared.length == 0) return {wanted.start, {}};
    return {shared.start, bytes.subspan(shared.start - base, shared.length)};
}

bool FlashDump::covers(const AddressRange& range) const {
    return std::ranges::any_of(read, [&](const AddressRange& one) { return one.contains(range); });
}

FlashDump flash_dump(const image::FirmwareImage& image) {
    FlashDump dump;
    for (const image::Segment& segment : image.segments()) {
        const AddressRange inside = intersection(segment.range(), flash_window);
        if (inside != segment.range()) dump.outside.push_back(segment.range());
        if (inside.length == 0) continue;
        dump.read.push_back(inside);
        dump.bytes.resize(inside.end() - chip::flash_base, image::erased_byte);
        const ByteView data = ByteView(segment.data).subspan(inside.start - segment.address, inside.length);
        std::ranges::copy(data, dump.bytes.begin() + (inside.start - chip::flash_base));
    }
    return dump;
}

}  // namespace jig::inspect
