// SPDX-License-Identifier: Apache-2.0
#include "image/manifest_reader.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "image/manifest.hpp"

namespace jig::image {
namespace {

constexpr unsigned most_backup_registers = 42;  // RM0008 6.2: high and XL density

template <typename T>
std::optional<std::uint32_t> optional_hex(JsonReader& reader, const T& key) {
    return reader.has(key) ? std::optional(reader.hex32(key)) : std::nullopt;
}

ArchivedIdentity read_identity(JsonReader reader) {
    ArchivedIdentity identity;
    if (reader.has("uid")) identity.uid = reader.hex_bytes<12>("uid");
    if (reader.has("f_size_kb")) {
        identity.f_size_kb = static_cast<std::uint16_t>(reader.number("f_size_kb", UINT16_MAX));
    }
    identity.dbgmcu_idcode = optional_hex(reader, "dbgmcu_idcode");
    identity.cpuid = optional_hex(reader, "cpuid");
    identity.dpidr = optional_hex(reader, "dpidr");
    identity.silicon = reader.text("silicon");
    identity.evidence = reader.texts("evidence");
    return identity;
}

HowRead read_how(JsonReader reader) {
    return {.probe = reader.text("probe"),
            .speed_khz = static_cast<std::uint32_t>(reader.number("speed_khz", UINT32_MAX)),
            .time_utc = reader.text("time_utc"),
            .jig_version = reader.text("jig_version")};
}

std::map<unsigned, std::uint16_t> read_backup(JsonReader reader) {
    std::map<unsigned, std::uint16_t> registers;
    for (const std::string& key : reader.keys()) {
        const auto number =
            key.starts_with("DR") ? parse_number(std::string_view(key).substr(2)) : Result<std::uint32_t>{0};
        if (!number || *number == 0 || *number > most_backup_registers) {
            reader.refuse(key, fmt::format("is not DR1 to DR{}", most_backup_registers));
            continue;
        }
        registers[*number] = static_cast<std::uint16_t>(reader.number(key.c_str(), UINT16_MAX));
    }
    return registers;
}

MemoryDigest read_digest(JsonReader reader) { return {reader.range(), reader.hex_bytes<32>("sha256")}; }

const ZipMember* find_member(const std::vector<ZipMember>& members, std::string_view name) {
    const auto found = std::ranges::find(members, name, &ZipMember::name);
    return found == members.end() ? nullptr : &*found;
}

// The manifest's list of members and the members themselves are the same, byte for byte.
void check_members(JsonReader& manifest, const std::vector<ZipMember>& members) {
    std::vector<JsonReader> listed = manifest.objects("members");
    for (JsonReader& entry : listed) {
        const std::string name = entry.text("name");
        const std::uint64_t bytes = entry.number("bytes", largest_image_bytes);
        const Sha256 digest = entry.hex_bytes<32>("sha256");
        const ZipMember* member = find_member(members, name);
        if (!member) {
            entry.refuse("name", fmt::format("names '{}', which is not in the archive", name));
        } else if (member->data.size() != bytes || sha256(member->data) != digest) {
            entry.refuse("sha256", fmt::format("does not fit the bytes of '{}'; they were changed", name));
        }
    }
    if (listed.size() != members.size()) {
        manifest.refuse("members", fmt::format("lists {} members, but there are {}", listed.size(), members.size()));
    }
}

// One range of flash.bin, whose first byte is at `base`.
void read_flash_range(JsonReader& entry, std::uint32_t base, ByteView bytes, FirmwareImage& flash) {
    const AddressRange range = entry.range();
    const Sha256 digest = entry.hex_bytes<32>("sha256");
    if (range.length == 0) return;
    if (range.start < base || range.end() - base > bytes.size()) {
        entry.refuse("start", fmt::format("{} lies outside of flash.bin", to_string(range)));
        return;
    }
    const ByteView content = bytes.subspan(range.start - base, range.length);
    if (sha256(content) != digest)
        entry.refuse("sha256", fmt::format("does not fit the bytes of {}", to_string(range)));
    if (const auto added = flash.add(range.start, content); !added) entry.refuse("start", added.error().what);
}

FirmwareImage read_flash(JsonReader reader, const std::vector<ZipMember>& members) {
    FirmwareImage flash;
    const std::uint32_t base = reader.hex32("base");
    const ZipMember* member = find_member(members, "flash.bin");
    if (!member) {
        reader.refuse("base", "is given, but there is no flash.bin");
        return flash;
    }
    for (JsonReader& range : reader.objects("ranges")) read_flash_range(range, base, member->data, flash);
    return flash;
}

void read_data(BoardArchive& archive, JsonReader& manifest, const std::vector<ZipMember>& members) {
    if (manifest.has("flash")) archive.flash = read_flash(manifest.object("flash"), members);
    if (const ZipMember* member = find_member(members, "option_bytes.bin")) {
        if (member->data.size() == 16) {
            std::ranges::copy(member->data, archive.option_bytes.emplace().begin());
        } else {
            manifest.refuse("members", "option_bytes.bin must have 16 bytes");
        }
    }
    if (const ZipMember* member = find_member(members, "rom_table.bin")) archive.rom_table = member->data;
    if (const ZipMember* member = find_member(members, "otp.bin")) archive.otp = member->data;
}

void read_surroundings(BoardArchive& archive, JsonReader& manifest) {
    if (manifest.has("backup_registers")) archive.backup_registers = read_backup(manifest.object("backup_registers"));
    if (manifest.has("system_memory")) archive.system_memory = read_digest(manifest.object("system_memory"));
    JsonReader pins = manifest.object("pins");
    for (const std::string& pin : pins.keys()) archive.pins[pin] = pins.text(pin.c_str());
    JsonReader crystals = manifest.object("crystals");
    for (const std::string& name : crystals.keys()) archive.crystals[name] = crystals.boolean(name.c_str());
    for (JsonReader& note : manifest.objects("not_read")) {
        archive.not_read.push_back({note.text("what"), note.text("why")});
    }
    archive.marks = manifest.texts("marks");
}

}  // namespace

Result<BoardArchive> read_manifest(const Json& json, const std::vector<ZipMember>& members) {
    std::optional<Error> error;
    JsonReader manifest(json, error, "");
    if (manifest.text("format") != "jig-archive") manifest.refuse("format", "must be \"jig-archive\"");
    const std::uint64_t version = manifest.number("version", UINT32_MAX);
    if (version != manifest_version) {
        manifest.refuse("version", fmt::format("is {}; this jig reads version {}", version, manifest_version));
    }
    BoardArchive archive;
    check_members(manifest, members);
    archive.part = manifest.text("part");
    archive.identity = read_identity(manifest.object("identity"));
    archive.how_read = read_how(manifest.object("how_read"));
    read_surroundings(archive, manifest);
    read_data(archive, manifest, members);
    if (error) return fail(std::move(*error));
    return archive;
}

}  // namespace jig::image
