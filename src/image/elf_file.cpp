// SPDX-License-Identifier: Apache-2.0
#include "image/elf_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace jig::image {
namespace {

// Elf32_Ehdr and Elf32_Phdr: offsets of their fields.
namespace ehdr {
constexpr std::size_t e_type = 16, e_machine = 18, e_version = 20, e_phoff = 28, e_flags = 36, e_ehsize = 40;
constexpr std::size_t e_phentsize = 42, e_phnum = 44, e_shentsize = 46, size = 52;
}  // namespace ehdr
namespace phdr {
constexpr std::size_t p_type = 0, p_offset = 4, p_vaddr = 8, p_paddr = 12, p_filesz = 16, p_memsz = 20, p_flags = 24;
constexpr std::size_t p_align = 28, size = 32;
}  // namespace phdr

// EI_MAG, ELFCLASS32, ELFDATA2LSB, EV_CURRENT.
constexpr std::array<std::uint8_t, 7> identification = {0x7F, 'E', 'L', 'F', 1, 1, 1};
constexpr std::uint16_t ET_EXEC = 2;
constexpr std::uint16_t EM_ARM = 40;
constexpr std::uint32_t EV_CURRENT = 1;
constexpr std::uint32_t PT_LOAD = 1;
constexpr std::uint32_t PF_R_X = 5;
constexpr std::uint32_t EF_ARM_EABI_VER5 = 0x05000000;

// A firmware has a handful; a file with more is broken.
constexpr std::size_t most_program_headers = 256;

std::unexpected<Error> broken(std::string_view what) {
    return fail(ErrorKind::bad_file, fmt::format("not a usable ELF: {}", what));
}

Result<void> check_header(ByteView file) {
    if (file.size() < ehdr::size) return broken("shorter than its header");
    if (!std::equal(identification.begin(), identification.end(), file.begin())) {
        return broken("not 32 bits, little-endian, version 1");
    }
    const std::uint16_t machine = load_le16(file.subspan(ehdr::e_machine));
    if (machine != EM_ARM) return broken(fmt::format("for machine {}, not ARM", machine));
    const std::uint16_t type = load_le16(file.subspan(ehdr::e_type));
    if (type != ET_EXEC) return broken(fmt::format("type {}, not a linked executable", type));
    if (load_le16(file.subspan(ehdr::e_phentsize)) != phdr::size)
        return broken("its program headers have another size");
    return {};
}

Result<void> add_segment(ByteView file, ByteView header, std::size_t index, FirmwareImage& image) {
    const std::uint64_t offset = load_le32(header.subspan(phdr::p_offset));
    const std::uint32_t size = load_le32(header.subspan(phdr::p_filesz));
    if (load_le32(header.subspan(phdr::p_type)) != PT_LOAD || size == 0) return {};
    if (offset + size > file.size()) {
        return broken(fmt::format("segment {} lies outside of the file; it was cut short", index));
    }
    return in_context(image.add(load_le32(header.subspan(phdr::p_paddr)), file.subspan(offset, size)),
                      fmt::format("segment {}", index));
}

void store_program_header(MutableByteView header, const Segment& segment, std::size_t offset) {
    const auto size = static_cast<std::uint32_t>(segment.data.size());
    store_le32(header.subspan(phdr::p_type), PT_LOAD);
    store_le32(header.subspan(phdr::p_offset), static_cast<std::uint32_t>(offset));
    store_le32(header.subspan(phdr::p_vaddr), segment.address);
    store_le32(header.subspan(phdr::p_paddr), segment.address);
    store_le32(header.subspan(phdr::p_filesz), size);
    store_le32(header.subspan(phdr::p_memsz), size);
    store_le32(header.subspan(phdr::p_flags), PF_R_X);
    store_le32(header.subspan(phdr::p_align), 1);
}

}  // namespace

Result<FirmwareImage> parse_elf(ByteView file) {
    TRY(check_header(file));
    const std::uint64_t table = load_le32(file.subspan(ehdr::e_phoff));
    const std::size_t count = load_le16(file.subspan(ehdr::e_phnum));
    if (count > most_program_headers) return broken(fmt::format("{} program headers", count));
    if (table + count * phdr::size > file.size()) return broken("its program headers lie outside of the file");
    FirmwareImage image;
    for (std::size_t i = 0; i < count; ++i) {
        TRY(add_segment(file, file.subspan(table + i * phdr::size, phdr::size), i, image));
    }
    return image;
}

Result<Bytes> elf_bytes(const FirmwareImage& image) {
    const std::size_t count = image.segments().size();
    if (count > most_program_headers) {
        return fail(ErrorKind::refused, fmt::format("{} segments; an ELF gets at most {}, so write hex or srec instead",
                                                    count, most_program_headers));
    }
    Bytes file(ehdr::size + count * phdr::size);
    const MutableByteView header(file);
    std::ranges::copy(identification, file.begin());
    store_le16(header.subspan(ehdr::e_type), ET_EXEC);
    store_le16(header.subspan(ehdr::e_machine), EM_ARM);
    store_le32(header.subspan(ehdr::e_version), EV_CURRENT);
    store_le32(header.subspan(ehdr::e_phoff), ehdr::size);
    store_le32(header.subspan(ehdr::e_flags), EF_ARM_EABI_VER5);
    store_le16(header.subspan(ehdr::e_ehsize), ehdr::size);
    store_le16(header.subspan(ehdr::e_phentsize), phdr::size);
    store_le16(header.subspan(ehdr::e_phnum), static_cast<std::uint16_t>(count));
    store_le16(header.subspan(ehdr::e_shentsize), 40);
    std::size_t offset = file.size();
    for (std::size_t i = 0; i < count; ++i) {
        const Segment& segment = image.segments()[i];
        store_program_header(header.subspan(ehdr::size + i * phdr::size, phdr::size), segment, offset);
        offset += segment.data.size();
    }
    for (const Segment& segment : image.segments()) file.insert(file.end(), segment.data.begin(), segment.data.end());
    return file;
}

}  // namespace jig::image
