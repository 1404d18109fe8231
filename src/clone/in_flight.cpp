// SPDX-License-Identifier: Apache-2.0
#include "clone/in_flight.hpp"

#include <algorithm>
#include <string>

#include "base/bytes.hpp"

namespace jig::clone {
namespace {

bool is_own(const Uid& uid) {
    const auto all = [&](std::uint8_t value) {
        return std::ranges::all_of(uid, [=](std::uint8_t byte) { return byte == value; });
    };
    return !all(0x00) && !all(0xFF);
}

std::vector<std::filesystem::path> backups_of(const std::filesystem::path& folder, const Uid& uid) {
    std::vector<std::filesystem::path> files;
    std::error_code ignored;  // no folder: no backups
    for (const auto& entry : std::filesystem::directory_iterator(folder, ignored)) {
        const std::string name = entry.path().filename().string();
        if (name.starts_with(to_hex(uid) + "-") && entry.path().extension() == ".jig") files.push_back(entry.path());
    }
    std::ranges::sort(files);
    return files;
}

}  // namespace

Result<std::optional<Unfinished>> find_unfinished(const std::filesystem::path& folder, const Uid& uid) {
    if (!is_own(uid)) return std::optional<Unfinished>();
    for (const std::filesystem::path& file : backups_of(folder, uid)) {
        TRY_ASSIGN(image::BoardArchive archive, image::read_archive(file));
        if (archive.has_mark(clone_in_flight) || archive.has_mark(image::options_in_flight)) {
            return std::optional(Unfinished{file, std::move(archive)});
        }
    }
    return std::optional<Unfinished>();
}

Result<void> clear_marks(const std::filesystem::path& file) {
    TRY(image::set_archive_mark(file, image::options_in_flight, false));
    return image::set_archive_mark(file, clone_in_flight, false);
}

}  // namespace jig::clone
