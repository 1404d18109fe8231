// SPDX-License-Identifier: Apache-2.0
#include "image/zip_structure.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

namespace jig::image {
namespace {

constexpr std::uint32_t local_signature = 0x04034b50;
constexpr std::uint32_t central_signature = 0x02014b50;
constexpr std::uint32_t end_signature = 0x06054b50;
constexpr std::size_t local_bytes = 30;
constexpr std::size_t central_bytes = 46;
constexpr std::size_t end_bytes = 22;

// The end of central directory record.
struct End {
    std::size_t entries;
    std::size_t directory_bytes;
    std::size_t directory_offset;
};

// One entry of the central directory.
struct Entry {
    std::string name;
    std::size_t local_offset;
    std::size_t bytes;  // of the entry itself
};

std::unexpected<Error> broken(std::string_view what) {
    return fail(ErrorKind::bad_file, fmt::format("not a whole zip file: {}", what));
}

std::string text_of(ByteView bytes) { return {bytes.begin(), bytes.end()}; }

Result<End> read_end(ByteView zip) {
    if (zip.size() < end_bytes) return broken("it is shorter than an empty one");
    const ByteView end = zip.last(end_bytes);
    if (load_le32(end) != end_signature || load_le16(end.subspan(20)) != 0) {
        return broken("it does not end with its end record; it was cut short or something was added");
    }
    const bool one_disk = load_le16(end.subspan(4)) == 0 && load_le16(end.subspan(6)) == 0 &&
                          load_le16(end.subspan(8)) == load_le16(end.subspan(10));
    if (!one_disk) return broken("its end record speaks of several disks");
    const End record{load_le16(end.subspan(10)), load_le32(end.subspan(12)), load_le32(end.subspan(16))};
    if (record.directory_offset + record.directory_bytes + end_bytes != zip.size()) {
        return broken("its end record does not say where the directory is");
    }
    return record;
}

Result<Entry> read_entry(ByteView directory) {
    if (directory.size() < central_bytes || load_le32(directory) != central_signature) {
        return broken("its directory is damaged");
    }
    const std::size_t name_bytes = load_le16(directory.subspan(28));
    const std::size_t bytes =
        central_bytes + name_bytes + load_le16(directory.subspan(30)) + load_le16(directory.subspan(32));
    if (directory.size() < bytes) return broken("its directory is damaged");
    return Entry{text_of(directory.subspan(central_bytes, name_bytes)), load_le32(directory.subspan(42)), bytes};
}

Result<void> check_local(ByteView zip, const Entry& entry) {
    if (entry.local_offset + local_bytes + entry.name.size() > zip.size()) {
        return broken(fmt::format("member '{}' lies outside of it", entry.name));
    }
    const ByteView local = zip.subspan(entry.local_offset);
    if (load_le32(local) != local_signature || load_le16(local.subspan(26)) != entry.name.size() ||
        text_of(local.subspan(local_bytes, entry.name.size())) != entry.name) {
        return broken(fmt::format("member '{}' has another name at its data than in the directory", entry.name));
    }
    return {};
}

}  // namespace

Result<std::vector<std::string>> check_zip_structure(ByteView zip, std::size_t most_members) {
    TRY_ASSIGN(const End end, read_end(zip));
    if (end.entries > most_members) {
        return broken(fmt::format("{} members; at most {} are expected", end.entries, most_members));
    }
    ByteView directory = zip.subspan(end.directory_offset, end.directory_bytes);
    std::vector<std::string> names;
    std::size_t previous_offset = 0;
    for (std::size_t i = 0; i < end.entries; ++i) {
        TRY_ASSIGN(const Entry entry, read_entry(directory));
        TRY(check_local(zip.first(end.directory_offset), entry));
        const bool in_order = i == 0 ? entry.local_offset == 0 : entry.local_offset > previous_offset;
        if (!in_order) return broken(fmt::format("member '{}' is out of order", entry.name));
        if (std::ranges::find(names, entry.name) != names.end()) {
            return broken(fmt::format("member '{}' is there twice", entry.name));
        }
        names.push_back(entry.name);
        previous_offset = entry.local_offset;
        directory = directory.subspan(entry.bytes);
    }
    if (!directory.empty()) return broken("its directory holds more than its entries");
    return names;
}

}  // namespace jig::image
