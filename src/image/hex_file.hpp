// SPDX-License-Identifier: Apache-2.0
// Intel HEX, "Hexadecimal Object File Format Specification" rev A (1988): record types 00 to 05.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "image/firmware_image.hpp"

namespace jig::image {

// Records may come in any order, but each byte once. Start addresses (types 03, 05) are checked and not kept. Errors:
// bad_file, with the line: wrong digits, length or checksum, unknown type, overlap, no end record.
[[nodiscard]] Result<FirmwareImage> parse_hex(std::string_view text);
// 16 data bytes a line, as objcopy writes them.
[[nodiscard]] std::string hex_text(const FirmwareImage& image);

}  // namespace jig::image
