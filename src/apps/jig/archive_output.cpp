// SPDX-License-Identifier: Apache-2.0
#include "apps/jig/archive_output.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/bytes.hpp"

namespace jig::app {
namespace {

std::string hex_or(const std::optional<std::uint32_t>& value) {
    return value ? hex_address(*value) : std::string("not read");
}

Json hex_json(const std::optional<std::uint32_t>& value) { return value ? Json(hex_address(*value)) : Json(nullptr); }

std::size_t blank_bytes(const image::Segment& segment) {
    return static_cast<std::size_t>(std::ranges::count(segment.data, image::erased_byte));
}

Json segments_json(const image::FirmwareImage& flash) {
    Json list = Json::array();
    for (const image::Segment& segment : flash.segments()) {
        list.push_back({{"range", to_string(segment.range())}, {"sha256", to_hex(image::sha256(segment.data))}});
    }
    return list;
}

std::string names_text(const std::map<std::string, bool>& crystals) {
    std::string text;
    for (const auto& [name, starts] : crystals) {
        text += fmt::format("{}{} {}", text.empty() ? "" : ", ", name, starts ? "starts" : "does not start");
    }
    return text;
}

std::string registers_text(const std::map<unsigned, std::uint16_t>& registers) {
    std::string text;
    for (const auto& [number, value] : registers) {
        if (value != 0) text += fmt::format(" DR{}={:04x}", number, value);
    }
    return fmt::format("{} read{}", registers.size(), text.empty() ? std::string(", all zero") : ":" + text);
}

Json registers_json(const std::map<unsigned, std::uint16_t>& registers) {
    Json object = Json::object();
    for (const auto& [number, value] : registers) object[fmt::format("DR{}", number)] = value;
    return object;
}

Json identity_json(const image::ArchivedIdentity& identity) {
    Json object;
    object["uid"] = identity.uid ? Json(to_hex(*identity.uid)) : Json(nullptr);
    object["f_size_kb"] = identity.f_size_kb ? Json(*identity.f_size_kb) : Json(nullptr);
    object["dbgmcu_idcode"] = hex_json(identity.dbgmcu_idcode);
    object["cpuid"] = hex_json(identity.cpuid);
    object["dpidr"] = hex_json(identity.dpidr);
    object["silicon"] = identity.silicon;
    object["evidence"] = identity.evidence;
    return object;
}

Json not_read_json(const std::vector<image::NotRead>& not_read) {
    Json list = Json::array();
    for (const image::NotRead& one : not_read) list.push_back({{"what", one.what}, {"why", one.why}});
    return list;
}

}  // namespace

std::string flash_text(const image::FirmwareImage& flash) {
    std::string text;
    for (const image::Segment& segment : flash.segments()) {
        text += fmt::format("flash         {}, {} KB, {} % blank, SHA-256 {}\n", to_string(segment.range()),
                            segment.data.size() / 1024, 100 * blank_bytes(segment) / segment.data.size(),
                            to_hex(image::sha256(segment.data)));
    }
    return text;
}

std::string archive_text(const image::BoardArchive& archive) {
    std::string text = fmt::format("part          {}\n", archive.part);
    if (archive.identity.uid) text += fmt::format("UID           {}\n", to_hex(*archive.identity.uid));
    if (!archive.identity.silicon.empty()) text += fmt::format("silicon       {}\n", archive.identity.silicon);
    if (archive.identity.dbgmcu_idcode) {
        text += fmt::format("IDCODE        {}\n", hex_or(archive.identity.dbgmcu_idcode));
    }
    text += flash_text(archive.flash);
    text += fmt::format("option bytes  {}\n", archive.option_bytes ? to_hex(*archive.option_bytes) : "not in it");
    if (archive.backup_registers) text += fmt::format("backup        {}\n", registers_text(*archive.backup_registers));
    if (!archive.crystals.empty()) text += fmt::format("crystals      {}\n", names_text(archive.crystals));
    for (const image::NotRead& one : archive.not_read) text += fmt::format("not read      {}: {}\n", one.what, one.why);
    for (const std::string& mark : archive.marks) text += fmt::format("mark          {}\n", mark);
    text += fmt::format("read by       {}", archive.how_read.probe);
    if (!archive.how_read.time_utc.empty()) text += fmt::format(", {}", archive.how_read.time_utc);
    return text + "\n";
}

Json archive_json(const image::BoardArchive& archive) {
    Json object;
    object["part"] = archive.part;
    object["identity"] = identity_json(archive.identity);
    object["flash"] = segments_json(archive.flash);
    object["option_bytes"] = archive.option_bytes ? Json(to_hex(*archive.option_bytes)) : Json(nullptr);
    object["backup_registers"] = archive.backup_registers ? registers_json(*archive.backup_registers) : Json(nullptr);
    object["pins"] = archive.pins;
    object["crystals"] = archive.crystals;
    object["not_read"] = not_read_json(archive.not_read);
    object["marks"] = archive.marks;
    object["how_read"] = {{"probe", archive.how_read.probe},
                          {"speed_khz", archive.how_read.speed_khz},
                          {"time_utc", archive.how_read.time_utc},
                          {"jig_version", archive.how_read.jig_version}};
    return object;
}

}  // namespace jig::app
