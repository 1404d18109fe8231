// SPDX-License-Identifier: Apache-2.0
// Part names as typed: what is accepted begins with the name of the part that is found.
#include <cstdlib>

#include "chip/part.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto part = jig::chip::find_part({reinterpret_cast<const char*>(data), size});
    if (part && (*part)->name.size() > size) std::abort();
    return 0;
}
