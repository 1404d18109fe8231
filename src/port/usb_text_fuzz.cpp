// SPDX-License-Identifier: Apache-2.0
// Any bytes as a USB string descriptor: printable text of bounded length comes out.
#include <cstdlib>

#include "port/usb_text.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const jig::ByteView bytes(data, size);
    for (const std::string& text : {jig::port::decode_usb_string(bytes), jig::port::decode_st_serial(bytes)}) {
        if (text.size() > 127) std::abort();
        for (const char c : text) {
            if (c < 0x20 || c > 0x7E) std::abort();
        }
    }
    return 0;
}
