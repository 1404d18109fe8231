// SPDX-License-Identifier: Apache-2.0
#include "clone/in_flight.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <system_error>

#include "base/bytes.hpp"

namespace jig::clone {

Result<std::vector<std::filesystem::path>> backups_of(const std::filesystem::path& folder, const Uid& uid) {
    std::vector<std::filesystem::path> files;
    std::error_code error;
    const std::filesystem::directory_iterator end;
    for (std::filesystem::directory_iterator at(folder, error); !error && at != end; at.increment(error)) {
        const std::filesystem::path& file = at->path();
        const bool ours = file.filename().string().starts_with(to_hex(uid) + "-");
        if (ours && file.extension() == ".jig") files.push_back(file);
    }
    if (error && error != std::errc::no_such_file_or_directory) {
        return fail(ErrorKind::internal, fmt::format("{}: listing the backups failed: {}; choose another folder with "
                                                     "--backup, or mend this one",
                                                     folder.string(), error.message()));
    }
    std::ranges::sort(files);
    return files;
}

Result<std::optional<Unfinished>> find_unfinished(const std::filesystem::path& folder, const Uid& uid) {
    if (!is_own(uid)) return std::optional<Unfinished>();
    TRY_ASSIGN(const std::vector<std::filesystem::path> files, backups_of(folder, uid));
    for (const std::filesystem::path& file : files) {
        Result<image::BoardArchive> archive = image::read_archive(file);
        if (!archive) {
            archive.error().what +=
                "; it is a backup of this board and may be the one an interrupted run needs: move it out of the folder "
                "if it is not, nothing was written";
            return fail(std::move(archive.error()));
        }
        if (archive->has_mark(clone_in_flight) || archive->has_mark(image::options_in_flight)) {
            return std::optional(Unfinished{file, std::move(*archive)});
        }
    }
    return std::optional<Unfinished>();
}

Result<void> clear_marks(const std::filesystem::path& file) {
    TRY(image::set_archive_mark(file, image::options_in_flight, false));
    return image::set_archive_mark(file, clone_in_flight, false);
}

}  // namespace jig::clone
