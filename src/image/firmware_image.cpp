// SPDX-License-Identifier: Apache-2.0
#include "image/firmware_image.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace jig::image {
namespace {

Result<void> check_room(std::size_t held, std::uint32_t address, std::size_t added) {
    if (added > largest_image_bytes || held + added > largest_image_bytes) {
        return fail(ErrorKind::bad_file,
                    fmt::format("more than {} bytes of content; no chip jig knows holds that", largest_image_bytes));
    }
    if (address + std::uint64_t{added} > std::uint64_t{1} << 32) {
        return fail(ErrorKind::bad_file,
                    fmt::format("{} bytes at {} run past the end of the address space", added, hex_address(address)));
    }
    return {};
}

}  // namespace

Result<void> FirmwareImage::add(std::uint32_t address, ByteView data) {
    TRY(check_room(size_bytes(), address, data.size()));
    if (data.empty()) return {};
    const std::uint64_t end = std::uint64_t{address} + data.size();
    // The first segment that ends at or after the new bytes' start: the only one they can touch from behind.
    const auto at = std::ranges::lower_bound(segments_, address, {}, &Segment::end);
    const auto next = at != segments_.end() && at->end() == address ? at + 1 : at;
    if (next != segments_.end() && next->address < end) {
        const AddressRange added{address, static_cast<std::uint32_t>(data.size())};
        return fail(ErrorKind::bad_file, fmt::format("{} overlaps {}; each byte may be given once", to_string(added),
                                                     to_string(next->range())));
    }
    const bool joins_next = next != segments_.end() && next->address == end;
    if (at == next) {
        if (joins_next) {
            next->data.insert(next->data.begin(), data.begin(), data.end());
            next->address = address;
        } else {
            segments_.insert(next, {address, Bytes(data.begin(), data.end())});
        }
        return {};
    }
    at->data.insert(at->data.end(), data.begin(), data.end());
    if (joins_next) {
        at->data.insert(at->data.end(), next->data.begin(), next->data.end());
        segments_.erase(next);
    }
    return {};
}

std::size_t FirmwareImage::size_bytes() const {
    std::size_t size = 0;
    for (const Segment& segment : segments_) size += segment.data.size();
    return size;
}

std::vector<AddressRange> FirmwareImage::ranges() const {
    std::vector<AddressRange> ranges;
    for (const Segment& segment : segments_) ranges.push_back(segment.range());
    return ranges;
}

AddressRange FirmwareImage::extent() const {
    if (empty()) return {};
    const std::uint32_t start = segments_.front().address;
    return {start, static_cast<std::uint32_t>(segments_.back().end() - start)};
}

bool FirmwareImage::covers(const AddressRange& range) const {
    return std::ranges::any_of(segments_, [&](const Segment& segment) { return segment.range().contains(range); });
}

Bytes FirmwareImage::read(const AddressRange& range, std::uint8_t fill) const {
    Bytes bytes(range.length, fill);
    for (const Segment& segment : segments_) {
        if (!segment.range().overlaps(range)) continue;
        const std::uint64_t from = std::max<std::uint64_t>(segment.address, range.start);
        const std::uint64_t to = std::min(segment.end(), range.end());
        std::copy_n(segment.data.begin() + static_cast<std::ptrdiff_t>(from - segment.address), to - from,
                    bytes.begin() + static_cast<std::ptrdiff_t>(from - range.start));
    }
    return bytes;
}

}  // namespace jig::image
