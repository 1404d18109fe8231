// SPDX-License-Identifier: Apache-2.0
// S-records: what is accepted survives being written and read again.
#include <cstdlib>

#include "image/srec_file.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto image = jig::image::parse_srec({reinterpret_cast<const char*>(data), size});
    if (image && jig::image::parse_srec(jig::image::srec_text(*image)).value() != *image) std::abort();
    return 0;
}
