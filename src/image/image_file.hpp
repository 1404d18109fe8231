// SPDX-License-Identifier: Apache-2.0
// A firmware file of any format jig knows, told by its name or, when the name says nothing, by its first bytes.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string_view>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "image/file_store.hpp"
#include "image/firmware_image.hpp"

namespace jig::image {

enum class ImageFormat : std::uint8_t { bin, hex, srec, elf };

[[nodiscard]] std::string_view name_of(ImageFormat format);
// By the name's end (.bin, .hex, .ihex, .srec, .s19, .s28, .s37, .mot, .elf, .axf); nothing for another.
[[nodiscard]] std::optional<ImageFormat> format_of_name(const std::filesystem::path& file);
// By what the file begins with; anything is a bin at last.
[[nodiscard]] ImageFormat format_of_content(ByteView content);

// `base` is where a bin begins; the other formats have addresses of their own. Errors: bad_file.
[[nodiscard]] Result<FirmwareImage> parse_image(ByteView content, ImageFormat format, std::uint32_t base);
// Errors: refused (a bin whose gaps would make it larger than largest_image_bytes).
[[nodiscard]] Result<Bytes> image_bytes(const FirmwareImage& image, ImageFormat format);

// `base` is where a bin begins, `default_base` where it begins when nobody says. Errors: bad_file (missing, broken,
// empty), usage (`base` for a format that has addresses).
[[nodiscard]] Result<FirmwareImage> read_image_file(const std::filesystem::path& file,
                                                    std::optional<std::uint32_t> base, std::uint32_t default_base);
// In the format of the name. Errors: usage (the name says no format), refused, internal.
Result<void> write_image_file(const FirmwareImage& image, const std::filesystem::path& file, IfThere if_there);

}  // namespace jig::image
