// SPDX-License-Identifier: Apache-2.0
// A zip file as named byte strings, by libarchive. Reading is strict: what two zip readers could understand in two ways
// is refused.
#pragma once

#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace jig::image {

struct ZipMember {
    std::string name;
    Bytes data;
    friend bool operator==(const ZipMember&, const ZipMember&) = default;
};

// What reading believes at most, so that a small file cannot claim the machine's memory.
struct ZipLimits {
    std::size_t members;
    std::size_t member_bytes;
};

// The same members give the same bytes: no times, no owners. Errors: internal.
[[nodiscard]] Result<Bytes> write_zip(const std::vector<ZipMember>& members);
// Errors: bad_file (not a zip file, cut short, damaged, a name doubled, over a limit, bytes that belong to no member).
[[nodiscard]] Result<std::vector<ZipMember>> read_zip(ByteView bytes, const ZipLimits& limits);

}  // namespace jig::image
