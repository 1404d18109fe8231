// SPDX-License-Identifier: Apache-2.0
// One checksum of an image: what is covered, how, and where the value is stored.
#pragma once

#include <cstdint>

#include "base/range.hpp"
#include "inspect/checksum/field.hpp"

namespace jig::inspect {

struct ChecksumPlace {
    const ChecksumModel* model = nullptr;
    AddressRange range;
    std::uint32_t stored_at = 0;
    ByteOrder order = ByteOrder::little;
    // outside, unless the field lies in the range.
    FieldReading reading = FieldReading::outside;
    friend constexpr bool operator==(const ChecksumPlace&, const ChecksumPlace&) = default;
};

}  // namespace jig::inspect
