// SPDX-License-Identifier: Apache-2.0
#include "image/image_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <string>

#include "image/elf_file.hpp"
#include "image/hex_file.hpp"
#include "image/srec_file.hpp"

namespace jig::image {
namespace {

// The largest text form: HEX with one data byte a line has 14 characters for each byte of content; files that write so
// are small, so four times the largest content is room for all others.
constexpr std::size_t largest_file_bytes = 4 * largest_image_bytes;

struct NameEnd {
    std::string_view end;
    ImageFormat format;
};
constexpr std::array name_ends = {
    NameEnd{".bin", ImageFormat::bin},   NameEnd{".hex", ImageFormat::hex},  NameEnd{".ihex", ImageFormat::hex},
    NameEnd{".srec", ImageFormat::srec}, NameEnd{".s19", ImageFormat::srec}, NameEnd{".s28", ImageFormat::srec},
    NameEnd{".s37", ImageFormat::srec},  NameEnd{".mot", ImageFormat::srec}, NameEnd{".elf", ImageFormat::elf},
    NameEnd{".axf", ImageFormat::elf},
};

std::string_view text_of(ByteView bytes) { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }

Bytes bytes_of(std::string_view text) { return {text.begin(), text.end()}; }

Result<Bytes> bin_bytes(const FirmwareImage& image) {
    const AddressRange extent = image.extent();
    if (extent.length > largest_image_bytes) {
        return fail(ErrorKind::refused,
                    fmt::format("{} with its gaps filled would be {} bytes as bin; write hex, srec or elf instead",
                                to_string(extent), extent.length));
    }
    return image.read(extent);
}

Result<FirmwareImage> parse_bin(ByteView content, std::uint32_t base) {
    FirmwareImage image;
    TRY(image.add(base, content));
    return image;
}

}  // namespace

std::string_view name_of(ImageFormat format) {
    switch (format) {
        case ImageFormat::bin: return "bin";
        case ImageFormat::hex: return "Intel HEX";
        case ImageFormat::srec: return "S-record";
        case ImageFormat::elf: return "ELF";
    }
    return "";
}

std::optional<ImageFormat> format_of_name(const std::filesystem::path& file) {
    std::string end = file.extension().string();
    std::ranges::transform(end, end.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    const auto found = std::ranges::find(name_ends, std::string_view(end), &NameEnd::end);
    if (found == name_ends.end()) return std::nullopt;
    return found->format;
}

ImageFormat format_of_content(ByteView content) {
    const std::string_view text = text_of(content);
    if (text.starts_with("\x7f"
                         "ELF"))
        return ImageFormat::elf;
    if (text.size() >= 11 && text[0] == ':' && from_hex(text.substr(1, 10))) return ImageFormat::hex;
    const bool srec_head = text.size() >= 8 && text[0] == 'S' && text[1] >= '0' && text[1] <= '9';
    if (srec_head && from_hex(text.substr(2, 6))) return ImageFormat::srec;
    return ImageFormat::bin;
}

Result<FirmwareImage> parse_image(ByteView content, ImageFormat format, std::uint32_t base) {
    switch (format) {
        case ImageFormat::bin: return parse_bin(content, base);
        case ImageFormat::hex: return parse_hex(text_of(content));
        case ImageFormat::srec: return parse_srec(text_of(content));
        case ImageFormat::elf: return parse_elf(content);
    }
    return fail(ErrorKind::internal, "no such image format");
}

Result<Bytes> image_bytes(const FirmwareImage& image, ImageFormat format) {
    switch (format) {
        case ImageFormat::bin: return bin_bytes(image);
        case ImageFormat::hex: return bytes_of(hex_text(image));
        case ImageFormat::srec: return bytes_of(srec_text(image));
        case ImageFormat::elf: return elf_bytes(image);
    }
    return fail(ErrorKind::internal, "no such image format");
}

Result<FirmwareImage> read_image_file(const std::filesystem::path& file, std::optional<std::uint32_t> base,
                                      std::uint32_t default_base) {
    TRY_ASSIGN(const Bytes content, read_file(file, largest_file_bytes));
    const ImageFormat format = format_of_name(file).value_or(format_of_content(content));
    if (base && format != ImageFormat::bin) {
        return fail(ErrorKind::usage, fmt::format("{}: {} has addresses of its own; leave the base address out",
                                                  file.string(), name_of(format)));
    }
    TRY_ASSIGN(FirmwareImage image,
               in_context(parse_image(content, format, base.value_or(default_base)), file.string()));
    if (image.empty()) return fail(ErrorKind::bad_file, fmt::format("{}: no content in it", file.string()));
    return image;
}

Result<void> write_image_file(const FirmwareImage& image, const std::filesystem::path& file, IfThere if_there) {
    const auto format = format_of_name(file);
    if (!format) {
        return fail(ErrorKind::usage,
                    fmt::format("{}: the name says no format; end it in .bin, .hex, .srec or .elf", file.string()));
    }
    TRY_ASSIGN(const Bytes content, in_context(image_bytes(image, *format), file.string()));
    return write_file(file, content, if_there);
}

}  // namespace jig::image
