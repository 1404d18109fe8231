// SPDX-License-Identifier: Apache-2.0
// Every class of encoding of DDI 0403 A5 and A7, as bit patterns to draw from.
#pragma once

#include <cstdint>
#include <span>

namespace jig::oracle {

struct EncodingClass {
    const char* name;
    const char* pattern;  // 16 or 32 of: 0, 1, or anything else for a bit that is drawn; spaces do not count
    bool in_it = true;    // also drawn inside IT blocks
};

std::span<const EncodingClass> encoding_classes();

// The pattern with its free bits taken from `random`; 16-bit encodings stand in the low half.
std::uint32_t drawn_from(const EncodingClass& row, std::uint32_t random);
bool is_narrow(const EncodingClass& row);

}  // namespace jig::oracle
