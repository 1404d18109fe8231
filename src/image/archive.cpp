// SPDX-License-Identifier: Apache-2.0
#include "image/archive.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "image/manifest.hpp"
#include "image/zip.hpp"

namespace jig::image {
namespace {

constexpr std::string_view manifest_name = "manifest.json";
constexpr std::string_view digest_name = "manifest.sha256";

// manifest.json, manifest.sha256, flash.bin, option_bytes.bin, rom_table.bin, otp.bin.
constexpr ZipLimits limits{.members = 6, .member_bytes = largest_image_bytes};
// Deflate never grows a member by more than a few bytes, so a good archive is not larger than all its members.
constexpr std::size_t largest_archive_bytes = 2 * largest_image_bytes;
// A folder with more backups of one board within one second is not written by jig.
constexpr unsigned most_backup_numbers = 10'000;

// As sha256sum writes it, so that `sha256sum -c manifest.sha256` checks an unpacked archive.
std::string digest_line(std::string_view manifest) {
    const ByteView bytes(reinterpret_cast<const std::uint8_t*>(manifest.data()), manifest.size());
    return fmt::format("{}  {}\n", to_hex(sha256(bytes)), manifest_name);
}

Bytes bytes_of(std::string_view text) { return {text.begin(), text.end()}; }

std::string text_of(const Bytes& bytes) { return {bytes.begin(), bytes.end()}; }

// A file that was cut short still begins so.
bool begins_as_zip(ByteView bytes) { return bytes.size() >= 2 && bytes[0] == 'P' && bytes[1] == 'K'; }

Error no_archive_error(const std::filesystem::path& file) {
    return {ErrorKind::bad_file,
            fmt::format("{}: no .jig archive; a dump or a firmware file becomes one by `jig image pack --part PART "
                        "--flash {} -o FILE.jig`",
                        file.string(), file.string())};
}

}  // namespace

bool BoardArchive::has_mark(std::string_view mark) const { return std::ranges::find(marks, mark) != marks.end(); }

Result<Bytes> archive_bytes(const BoardArchive& archive) {
    // flash.bin has its gaps filled; two far-apart segments would make it as large as the space between them.
    if (const AddressRange extent = archive.flash.extent(); extent.length > largest_image_bytes) {
        return fail(ErrorKind::refused,
                    fmt::format("{} is no flash of one chip; an archive's flash.bin has at most {} bytes",
                                to_string(extent), largest_image_bytes));
    }
    TRY_ASSIGN(const std::string manifest, manifest_text(archive));
    std::vector<ZipMember> members = {{std::string(manifest_name), bytes_of(manifest)},
                                      {std::string(digest_name), bytes_of(digest_line(manifest))}};
    for (ZipMember& member : data_members(archive)) members.push_back(std::move(member));
    for (const ZipMember& member : members) {
        if (member.data.size() > limits.member_bytes) {
            return fail(ErrorKind::refused, fmt::format("{} has {} bytes; an archive's member has at most {}",
                                                        member.name, member.data.size(), limits.member_bytes));
        }
    }
    return write_zip(members);
}

Result<BoardArchive> parse_archive(ByteView bytes) {
    TRY_ASSIGN(std::vector<ZipMember> members, read_zip(bytes, limits));
    if (members.size() < 2 || members[0].name != manifest_name || members[1].name != digest_name) {
        return fail(ErrorKind::bad_file,
                    fmt::format("a zip file, but no .jig archive: it does not begin with {} and {}", manifest_name,
                                digest_name));
    }
    const std::string manifest = text_of(members[0].data);
    if (text_of(members[1].data) != digest_line(manifest)) {
        return fail(ErrorKind::bad_file,
                    fmt::format("{} does not fit {}; the archive was changed", digest_name, manifest_name));
    }
    members.erase(members.begin(), members.begin() + 2);
    return parse_manifest(manifest, members);
}

Result<void> write_archive(const BoardArchive& archive, const std::filesystem::path& file, IfThere if_there) {
    TRY_ASSIGN(const Bytes bytes, archive_bytes(archive));
    return write_file(file, bytes, if_there);
}

Result<BoardArchive> read_archive(const std::filesystem::path& file) {
    TRY_ASSIGN(const Bytes bytes, read_file(file, largest_archive_bytes));
    if (!bytes.empty() && !begins_as_zip(bytes)) return fail(no_archive_error(file));
    return in_context(parse_archive(bytes), file.string());
}

Result<void> set_archive_mark(const std::filesystem::path& file, std::string_view mark, bool present) {
    TRY_ASSIGN(BoardArchive archive, read_archive(file));
    if (archive.has_mark(mark) == present) return {};
    if (present) {
        archive.marks.emplace_back(mark);
    } else {
        std::erase(archive.marks, mark);
    }
    return write_archive(archive, file, IfThere::replace);
}

std::string backup_file_name(const Uid& uid, std::string_view time_utc, unsigned number) {
    std::string time(time_utc);
    std::erase_if(time, [](char c) { return c == '-' || c == ':'; });
    return fmt::format("{}-{}-{}.jig", to_hex(uid), time, number);
}

Result<std::filesystem::path> write_backup(const BoardArchive& archive, const std::filesystem::path& folder) {
    if (!archive.identity.uid) {
        return fail(ErrorKind::refused, "a backup needs the board's UID for its name; read the board again");
    }
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error) {
        return fail(ErrorKind::internal,
                    fmt::format("{}: making the folder for backups failed: {}", folder.string(), error.message()));
    }
    TRY_ASSIGN(const Bytes bytes, archive_bytes(archive));
    for (unsigned number = 1; number <= most_backup_numbers; ++number) {
        const auto file = folder / backup_file_name(*archive.identity.uid, archive.how_read.time_utc, number);
        auto written = write_file(file, bytes, IfThere::refuse);
        if (written) return file;
        if (written.error().kind != ErrorKind::refused) return fail(std::move(written.error()));
    }
    return fail(ErrorKind::internal,
                fmt::format("{}: no free name for another backup of this board and second", folder.string()));
}

}  // namespace jig::image
