// SPDX-License-Identifier: Apache-2.0
// Any firmware file, told by its content and written in every format: the content is the same in all of them.
#include <cstdlib>

#include "image/image_file.hpp"

namespace {

constexpr std::uint32_t base = 0x08000000;

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace jig::image;
    const jig::ByteView content(data, size);
    const auto image = parse_image(content, format_of_content(content), base);
    if (!image) return 0;
    for (const ImageFormat format : {ImageFormat::hex, ImageFormat::srec, ImageFormat::elf}) {
        const auto written = image_bytes(*image, format);
        if (written && parse_image(*written, format, base).value() != *image) std::abort();
    }
    if (const auto bin = image_bytes(*image, ImageFormat::bin); bin && bin->size() != image->extent().length)
        std::abort();
    return 0;
}
