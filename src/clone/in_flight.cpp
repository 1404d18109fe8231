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

// UID-UTC-N.jig sorts by its text up to N, then by N as a number.
struct Order {
    std::string stem;
    unsigned long number;
    auto operator<=>(const Order&) const = default;
};

Order order_of(const std::filesystem::path& file) {
    const std::string name = file.stem().string();
    const std::size_t dash = name.rfind('-');
    return {name.substr(0, dash), std::strtoul(name.c_str() + dash + 1, nullptr, 10)};
}

std::vector<std::filesystem::path> backups_of(const std::filesystem::path& folder, const Uid& uid) {
    std::vector<std::filesystem::path> files;
    std::error_code ignored;  // no folder: no backups
    for (const auto& entry : std::filesystem::directory_iterator(folder, ignored)) {
        const std::string name = entry.path().filename().string();
        if (name.starts_with(to_hex(uid) + "-") && entry.path().extension() == ".jig") files.push_back(entry.path());
    }
    std::ranges::sort(files, {}, order_of);
    return files;
}

}  // namespace

Result<std::vector<Unfinished>> find_unfinished(const std::filesystem::path& folder, const Uid& uid) {
    std::vector<Unfinished> unfinished;
    if (!is_own(uid)) return unfinished;
    for (const std::filesystem::path& file : backups_of(folder, uid)) {
        TRY_ASSIGN(image::BoardArchive archive, image::read_archive(file));
        const bool marked = archive.has_mark(clone_in_flight) || archive.has_mark(image::options_in_flight);
        if (marked) unfinished.push_back({file, std::move(archive)});
    }
    return unfinished;
}

Result<void> clear_marks(const std::filesystem::path& file) {
    TRY(image::set_archive_mark(file, image::options_in_flight, false));
    return image::set_archive_mark(file, clone_in_flight, false);
}

}  // namespace jig::clone
