// SPDX-License-Identifier: Apache-2.0
// Ranges as typed: what is accepted prints as a range that names the same bytes.
#include "base/range.hpp"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto range = jig::parse_range(text);
    if (range && jig::parse_range(jig::to_string(*range)).value() != *range) std::abort();
    return 0;
}
