// SPDX-License-Identifier: Apache-2.0
// Bytes and the addresses they belong to, as every firmware file says it in its own way.
#pragma once

#include <cstdint>
#include <vector>

#include "base/bytes.hpp"
#include "base/range.hpp"
#include "base/result.hpp"

namespace jig::image {

// What erased flash reads as, and what gaps are filled with where a format has none.
inline constexpr std::uint8_t erased_byte = 0xFF;

// The largest image that is believed: the F1's largest flash is 1 MB; 16 MB leaves room for external memories and
// keeps a broken file from claiming the machine's memory.
inline constexpr std::size_t largest_image_bytes = 16 << 20;

struct Segment {
    std::uint32_t address = 0;
    Bytes data;  // never empty

    [[nodiscard]] AddressRange range() const { return {address, static_cast<std::uint32_t>(data.size())}; }
    [[nodiscard]] std::uint64_t end() const { return std::uint64_t{address} + data.size(); }
    friend bool operator==(const Segment&, const Segment&) = default;
};

// Segments in the order of their addresses, none overlapping, none touching its neighbour.
class FirmwareImage {
 public:
    // Adds bytes; they join the segments they touch. Adding nothing is allowed. Errors: bad_file (overlap, named with
    // both ranges; past 0xFFFFFFFF; more than largest_image_bytes in all).
    Result<void> add(std::uint32_t address, ByteView data);

    [[nodiscard]] const std::vector<Segment>& segments() const { return segments_; }
    [[nodiscard]] bool empty() const { return segments_.empty(); }
    [[nodiscard]] std::size_t size_bytes() const;  // without gaps
    [[nodiscard]] std::vector<AddressRange> ranges() const;
    // From the first byte to the last, gaps included; empty for an empty image.
    [[nodiscard]] AddressRange extent() const;
    [[nodiscard]] bool covers(const AddressRange& range) const;
    // The bytes of `range`; what the image does not have is `fill`.
    [[nodiscard]] Bytes read(const AddressRange& range, std::uint8_t fill = erased_byte) const;

    friend bool operator==(const FirmwareImage&, const FirmwareImage&) = default;

 private:
    std::vector<Segment> segments_;
};

}  // namespace jig::image
