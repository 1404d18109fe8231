// SPDX-License-Identifier: Apache-2.0
// Archives: what is accepted says the same after being written and read again.
#include <cstdlib>

#include "image/archive.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto archive = jig::image::parse_archive({data, size});
    if (!archive) return 0;
    const jig::Bytes again = jig::image::archive_bytes(*archive).value();
    if (jig::image::parse_archive(again).value() != *archive) std::abort();
    return 0;
}
