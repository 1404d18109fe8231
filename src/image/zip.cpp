// SPDX-License-Identifier: Apache-2.0
#include "image/zip.hpp"

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>

#include <memory>

#include "image/zip_structure.hpp"

namespace jig::image {
namespace {

using Writer = std::unique_ptr<archive, decltype(&archive_write_free)>;
using Reader = std::unique_ptr<archive, decltype(&archive_read_free)>;
using Entry = std::unique_ptr<archive_entry, decltype(&archive_entry_free)>;

constexpr mode_t readable_by_all = 0644;

la_ssize_t append(archive*, void* out, const void* data, std::size_t size) {
    const auto* bytes = static_cast<const std::uint8_t*>(data);
    auto& buffer = *static_cast<Bytes*>(out);
    buffer.insert(buffer.end(), bytes, bytes + size);
    return static_cast<la_ssize_t>(size);
}

std::unexpected<Error> write_error(archive* writer) {
    const char* text = archive_error_string(writer);
    return fail(ErrorKind::internal, fmt::format("writing the zip file failed: {}", text ? text : "no reason given"));
}

Result<void> write_member(archive* writer, const ZipMember& member) {
    const Entry entry(archive_entry_new(), archive_entry_free);
    archive_entry_set_pathname(entry.get(), member.name.c_str());
    archive_entry_set_size(entry.get(), static_cast<la_int64_t>(member.data.size()));
    archive_entry_set_filetype(entry.get(), AE_IFREG);
    archive_entry_set_perm(entry.get(), readable_by_all);
    if (archive_write_header(writer, entry.get()) != ARCHIVE_OK) return write_error(writer);
    const la_ssize_t written = archive_write_data(writer, member.data.data(), member.data.size());
    if (written != static_cast<la_ssize_t>(member.data.size())) return write_error(writer);
    return {};
}

std::unexpected<Error> damaged(archive* reader, std::string_view name) {
    const char* text = archive_error_string(reader);
    return fail(ErrorKind::bad_file,
                fmt::format("not a whole zip file: member '{}' is damaged: {}", name, text ? text : "no reason given"));
}

// Reads what is there, not what the header says is there: a header may lie.
Result<Bytes> read_data(archive* reader, const std::string& name, std::size_t limit_bytes) {
    constexpr std::size_t chunk_bytes = 1 << 16;
    Bytes data;
    while (true) {
        const std::size_t held = data.size();
        data.resize(held + chunk_bytes);
        const la_ssize_t got = archive_read_data(reader, data.data() + held, chunk_bytes);
        if (got < 0) return damaged(reader, name);
        data.resize(held + static_cast<std::size_t>(got));
        if (got == 0) return data;
        if (data.size() > limit_bytes) {
            return fail(ErrorKind::bad_file,
                        fmt::format("member '{}' is larger than {} bytes; no board holds that", name, limit_bytes));
        }
    }
}

Result<ZipMember> read_member(archive* reader, archive_entry* entry, const std::string& expected,
                              std::size_t limit_bytes) {
    const char* name = archive_entry_pathname(entry);
    if (!name || expected != name || archive_entry_filetype(entry) != AE_IFREG) {
        return fail(ErrorKind::bad_file, fmt::format("not a whole zip file: '{}' is not a plain member", expected));
    }
    TRY_ASSIGN(Bytes data, read_data(reader, expected, limit_bytes));
    return ZipMember{expected, std::move(data)};
}

}  // namespace

Result<Bytes> write_zip(const std::vector<ZipMember>& members) {
    Bytes bytes;
    const Writer writer(archive_write_new(), archive_write_free);
    // No padding to a block, which would put zeros behind the end record.
    if (archive_write_set_format_zip(writer.get()) != ARCHIVE_OK ||
        archive_write_set_bytes_in_last_block(writer.get(), 1) != ARCHIVE_OK ||
        archive_write_open(writer.get(), &bytes, nullptr, append, nullptr) != ARCHIVE_OK) {
        return write_error(writer.get());
    }
    for (const ZipMember& member : members) TRY(write_member(writer.get(), member));
    if (archive_write_close(writer.get()) != ARCHIVE_OK) return write_error(writer.get());
    return bytes;
}

Result<std::vector<ZipMember>> read_zip(ByteView bytes, const ZipLimits& limits) {
    TRY_ASSIGN(const std::vector<std::string> names, check_zip_structure(bytes, limits.members));
    const Reader reader(archive_read_new(), archive_read_free);
    if (archive_read_support_format_zip_seekable(reader.get()) != ARCHIVE_OK ||
        archive_read_open_memory(reader.get(), bytes.data(), bytes.size()) != ARCHIVE_OK) {
        return damaged(reader.get(), "");
    }
    std::vector<ZipMember> members;
    for (const std::string& name : names) {
        archive_entry* entry = nullptr;
        if (archive_read_next_header(reader.get(), &entry) != ARCHIVE_OK) return damaged(reader.get(), name);
        TRY_ASSIGN(ZipMember member, read_member(reader.get(), entry, name, limits.member_bytes));
        members.push_back(std::move(member));
    }
    return members;
}

}  // namespace jig::image
