// SPDX-License-Identifier: Apache-2.0
// ELF as linkers for the Cortex-M write it: 32 bits, little-endian, ARM. What is loaded comes from the program headers
// by physical address, which is where a programmer puts it. System V ABI chapters 4 and 5; ARM IHI 0044.
#pragma once

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "image/firmware_image.hpp"

namespace jig::image {

// Errors: bad_file (not such an ELF, not linked, headers or contents outside of the file, overlapping segments).
[[nodiscard]] Result<FirmwareImage> parse_elf(ByteView file);
// One PT_LOAD for each segment, no sections, no symbols. Errors: refused (more segments than firmware has).
[[nodiscard]] Result<Bytes> elf_bytes(const FirmwareImage& image);

}  // namespace jig::image
