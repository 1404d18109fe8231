// SPDX-License-Identifier: Apache-2.0
// Motorola S-records, M68000 Family Programmer's Reference Manual appendix C: S0 to S3, S5 to S9.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "image/firmware_image.hpp"

namespace jig::image {

// Records may come in any order, but each byte once. The S0 header and the start address of S7 to S9 are checked and
// not kept; the count of S5 and S6 must be right. Errors: bad_file, with the line.
[[nodiscard]] Result<FirmwareImage> parse_srec(std::string_view text);
// S3 records of 16 data bytes, an S0 header and an S7 end.
[[nodiscard]] std::string srec_text(const FirmwareImage& image);

}  // namespace jig::image
