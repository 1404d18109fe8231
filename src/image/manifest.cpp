// SPDX-License-Identifier: Apache-2.0
#include "image/manifest.hpp"

#include <fmt/format.h>

#include "image/json_reader.hpp"
#include "image/manifest_reader.hpp"

namespace jig::image {
namespace {

void put_range(Json& json, const AddressRange& range) {
    json["start"] = hex_address(range.start);
    json["length"] = range.length;
}

template <typename T>
void put_hex(Json& json, const char* key, const std::optional<T>& value) {
    if (value) json[key] = hex_address(*value);
}

Json identity_json(const ArchivedIdentity& identity) {
    Json json = Json::object();
    if (identity.uid) json["uid"] = to_hex(*identity.uid);
    if (identity.f_size_kb) json["f_size_kb"] = *identity.f_size_kb;
    put_hex(json, "dbgmcu_idcode", identity.dbgmcu_idcode);
    put_hex(json, "cpuid", identity.cpuid);
    put_hex(json, "dpidr", identity.dpidr);
    json["silicon"] = identity.silicon;
    json["evidence"] = identity.evidence;
    return json;
}

Json how_read_json(const HowRead& how) {
    return {{"probe", how.probe},
            {"speed_khz", how.speed_khz},
            {"time_utc", how.time_utc},
            {"jig_version", how.jig_version}};
}

Json flash_json(const FirmwareImage& flash) {
    Json ranges = Json::array();
    for (const Segment& segment : flash.segments()) {
        Json range;
        put_range(range, segment.range());
        range["sha256"] = to_hex(sha256(segment.data));
        ranges.push_back(std::move(range));
    }
    return {{"base", hex_address(flash.extent().start)}, {"ranges", std::move(ranges)}};
}

Json digest_json(const MemoryDigest& digest) {
    Json json;
    put_range(json, digest.range);
    json["sha256"] = to_hex(digest.sha256);
    return json;
}

Json backup_json(const std::map<unsigned, std::uint16_t>& registers) {
    Json json = Json::object();
    for (const auto& [number, value] : registers) json[fmt::format("DR{}", number)] = value;
    return json;
}

Json members_json(const std::vector<ZipMember>& members) {
    Json json = Json::array();
    for (const ZipMember& member : members) {
        json.push_back({{"name", member.name}, {"bytes", member.data.size()}, {"sha256", to_hex(sha256(member.data))}});
    }
    return json;
}

Json not_read_json(const std::vector<NotRead>& not_read) {
    Json json = Json::array();
    for (const NotRead& note : not_read) json.push_back({{"what", note.what}, {"why", note.why}});
    return json;
}

Json manifest_json(const BoardArchive& archive) {
    Json json = {{"format", "jig-archive"}, {"version", manifest_version}, {"part", archive.part}};
    json["identity"] = identity_json(archive.identity);
    json["how_read"] = how_read_json(archive.how_read);
    if (!archive.flash.empty()) json["flash"] = flash_json(archive.flash);
    if (archive.backup_registers) json["backup_registers"] = backup_json(*archive.backup_registers);
    if (archive.system_memory) json["system_memory"] = digest_json(*archive.system_memory);
    json["pins"] = archive.pins;
    json["crystals"] = archive.crystals;
    json["not_read"] = not_read_json(archive.not_read);
    json["marks"] = archive.marks;
    json["members"] = members_json(data_members(archive));
    return json;
}

}  // namespace

std::vector<ZipMember> data_members(const BoardArchive& archive) {
    std::vector<ZipMember> members;
    if (!archive.flash.empty()) members.push_back({"flash.bin", archive.flash.read(archive.flash.extent())});
    if (archive.option_bytes) {
        members.push_back({"option_bytes.bin", Bytes(archive.option_bytes->begin(), archive.option_bytes->end())});
    }
    if (archive.rom_table) members.push_back({"rom_table.bin", *archive.rom_table});
    if (archive.otp) members.push_back({"otp.bin", *archive.otp});
    return members;
}

Result<std::string> manifest_text(const BoardArchive& archive) {
    constexpr int indent = 2;
    try {
        return manifest_json(archive).dump(indent) + "\n";
    } catch (const Json::type_error& error) {
        return fail(ErrorKind::refused, fmt::format("a text in the archive is not UTF-8: {}", error.what()));
    }
}

Result<BoardArchive> parse_manifest(std::string_view text, const std::vector<ZipMember>& members) {
    const Json json = Json::parse(text, nullptr, false);
    if (json.is_discarded()) return fail(ErrorKind::bad_file, "manifest.json: not JSON");
    TRY_ASSIGN(BoardArchive archive, read_manifest(json, members));
    const auto again = manifest_text(archive);
    if (!again || *again != text) {
        return fail(ErrorKind::bad_file,
                    "manifest.json: holds something this version of jig does not know, or was changed by hand");
    }
    return archive;
}

}  // namespace jig::image
