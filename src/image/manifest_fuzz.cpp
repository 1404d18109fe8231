// SPDX-License-Identifier: Apache-2.0
// Manifests, with their digest taken for granted: what is accepted is exactly what would be written.
#include <cstdlib>

#include "image/manifest.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto archive = jig::image::parse_manifest(text, {{"flash.bin", {1, 2, 3, 4}}});
    if (archive && jig::image::manifest_text(*archive).value() != text) std::abort();
    return 0;
}
