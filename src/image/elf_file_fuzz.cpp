// SPDX-License-Identifier: Apache-2.0
// ELF: what is accepted survives being written and read again.
#include <cstdlib>

#include "image/elf_file.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto image = jig::image::parse_elf({data, size});
    if (image && jig::image::parse_elf(jig::image::elf_bytes(*image).value()).value() != *image) std::abort();
    return 0;
}
