// SPDX-License-Identifier: Apache-2.0
// The catalogue: what firmware is known to store of its chip's unique ID so that it runs on that chip alone, or to
// print it. For one UID every function's value; the order is the same for every UID.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "image/archive.hpp"

namespace jig::inspect {

// How a function carries a small difference of two UIDs into its value.
enum class UidFunctionKind : std::uint8_t {
    copy,    // byte by byte, perhaps complemented or reordered
    linear,  // sums, xors and shifts of words
    mixed,   // CRCs, hashes
};

struct UidValue {
    std::string name;  // "CRC-32/MPEG-2 of the first 8 bytes of the UID, big-endian"
    UidFunctionKind kind = UidFunctionKind::copy;
    std::uint8_t size = 0;    // bytes that are used of `bytes`
    std::uint8_t least = 0;   // the shortest beginning that counts: digests are often truncated
    bool big_endian = false;  // of a number; tells how a constant is added to it
    std::array<std::uint8_t, 32> bytes{};

    [[nodiscard]] ByteView view() const { return ByteView(bytes).first(size); }
};
// Empty for a blank UID.
[[nodiscard]] std::vector<UidValue> uid_values(const image::Uid& uid);

// A UID that tells nothing: all bytes 00 or all FF, as chips without one have.
[[nodiscard]] bool is_blank(const image::Uid& uid);

}  // namespace jig::inspect
