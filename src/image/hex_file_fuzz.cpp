// SPDX-License-Identifier: Apache-2.0
// Intel HEX: what is accepted survives being written and read again.
#include <cstdlib>

#include "image/hex_file.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto image = jig::image::parse_hex({reinterpret_cast<const char*>(data), size});
    if (image && jig::image::parse_hex(jig::image::hex_text(*image)).value() != *image) std::abort();
    return 0;
}
