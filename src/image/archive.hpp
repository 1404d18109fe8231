// SPDX-License-Identifier: Apache-2.0
// A board in a file: everything that was read from it, how, and what could not be read. docs/formats/jig-archive.md
// prints the format; here it is as data, and the way between both. Reading believes nothing: an archive with a broken
// name, member or manifest is refused whole.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/range.hpp"
#include "base/result.hpp"
#include "image/file_store.hpp"
#include "image/firmware_image.hpp"
#include "image/sha256.hpp"

namespace jig::image {

using Uid = std::array<std::uint8_t, 12>;  // as the bytes lie at 0x1FFFF7E8

// The identity registers as read; what was not read is missing. An archive packed from a bare file has none of them.
struct ArchivedIdentity {
    std::optional<Uid> uid;
    std::optional<std::uint16_t> f_size_kb;
    std::optional<std::uint32_t> dbgmcu_idcode;
    std::optional<std::uint32_t> cpuid;
    std::optional<std::uint32_t> dpidr;
    std::string silicon;                // the verdict: "st", "gd32", …, "unknown"; empty: nobody judged
    std::vector<std::string> evidence;  // why
    friend bool operator==(const ArchivedIdentity&, const ArchivedIdentity&) = default;
};

// Memory that was hashed but not kept: the ROM bootloader is ST's.
struct MemoryDigest {
    AddressRange range;
    Sha256 sha256{};
    friend bool operator==(const MemoryDigest&, const MemoryDigest&) = default;
};

struct HowRead {
    std::string probe;  // "ST-Link V2 V2J37S7 at stlink@1-2"; for packed files "jig image pack"
    std::uint32_t speed_khz = 0;
    std::string time_utc;  // "2026-11-22T17:34:52Z"
    std::string jig_version;
    friend bool operator==(const HowRead&, const HowRead&) = default;
};

struct NotRead {
    std::string what;  // "option bytes", "0x08010000-0x0801ffff"
    std::string why;
    friend bool operator==(const NotRead&, const NotRead&) = default;
};

// The mark on a backup while its board's option bytes are between erased and written.
inline constexpr std::string_view options_in_flight = "options-in-flight";
// The mark on a capture whose flash read differently the second time: it is no source for a clone.
inline constexpr std::string_view unstable_read = "unstable-read";

struct BoardArchive {
    std::string part;  // "STM32F103RC"
    ArchivedIdentity identity;
    FirmwareImage flash;
    std::optional<std::array<std::uint8_t, 16>> option_bytes;           // raw, at 0x1FFFF800
    std::optional<std::map<unsigned, std::uint16_t>> backup_registers;  // BKP_DR by number, from 1
    std::optional<MemoryDigest> system_memory;
    std::optional<Bytes> rom_table;  // the 4 KB at 0xE00FF000, or as much of its end as was read
    std::optional<Bytes> otp;
    std::map<std::string, std::string> pins;  // "PA0" -> "high", "low" or "floating"
    std::map<std::string, bool> crystals;     // "hse", "lse" -> whether it started
    HowRead how_read;
    std::vector<NotRead> not_read;
    std::vector<std::string> marks;

    [[nodiscard]] bool has_mark(std::string_view mark) const;
    friend bool operator==(const BoardArchive&, const BoardArchive&) = default;
};

// The same content gives the same bytes. Errors: refused (a text that is not UTF-8, more than a limit).
[[nodiscard]] Result<Bytes> archive_bytes(const BoardArchive& archive);
// Errors: bad_file, naming the member.
[[nodiscard]] Result<BoardArchive> parse_archive(ByteView bytes);

// Written beside `file`, flushed to the disk, then renamed: `file` is either whole or as it was. Errors: refused (it
// is there already), internal (the disk).
Result<void> write_archive(const BoardArchive& archive, const std::filesystem::path& file,
                           IfThere if_there = IfThere::refuse);
// Errors: bad_file.
[[nodiscard]] Result<BoardArchive> read_archive(const std::filesystem::path& file);
// Adds or removes one mark, replacing the file whole. Errors: bad_file, internal.
Result<void> set_archive_mark(const std::filesystem::path& file, std::string_view mark, bool present);

// "34ffda054e50383119651843-20261122T173452Z-1.jig" for the UTC time "2026-11-22T17:34:52Z".
[[nodiscard]] std::string backup_file_name(const Uid& uid, std::string_view time_utc, unsigned number);
// Writes into `folder` (made if missing) under the first backup_file_name that is free; the file's path. The archive
// must have a UID. Errors: refused (no UID), internal.
Result<std::filesystem::path> write_backup(const BoardArchive& archive, const std::filesystem::path& folder);

}  // namespace jig::image
