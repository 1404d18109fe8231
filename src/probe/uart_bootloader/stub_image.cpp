// SPDX-License-Identifier: Apache-2.0
#include "probe/uart_bootloader/stub_image.hpp"

namespace jig::probe::uart_bootloader {
namespace {

constexpr std::uint8_t code[] = {
#include "probe/uart_bootloader/stub.inc"
};

// Vectors 7 and 8, which the core does not use (DDI 0403 B1.5.2); firmware/stub/main.c reads them there.
constexpr std::size_t window_at = 7 * 4;
constexpr std::size_t brr_at = 8 * 4;

}  // namespace

Bytes stub_image(std::uint32_t window_bytes, std::uint32_t brr) {
    Bytes image(std::begin(code), std::end(code));
    store_le32(MutableByteView(image).subspan(window_at), window_bytes);
    store_le32(MutableByteView(image).subspan(brr_at), brr);
    return image;
}

}  // namespace jig::probe::uart_bootloader
