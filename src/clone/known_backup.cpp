// SPDX-License-Identifier: Apache-2.0
#include "clone/known_backup.hpp"

#include <ranges>

#include "clone/in_flight.hpp"
#include "flash/crc.hpp"

namespace jig::clone {
namespace {

bool holds_pages(const image::BoardArchive& archive, const Glimpse& now) {
    const AddressRange whole{chip::flash_base, static_cast<std::uint32_t>(now.page_crcs.size() * now.page_bytes)};
    if (archive.flash.extent() != whole || !archive.flash.covers(whole)) return false;
    const Bytes flash = archive.flash.read(whole);
    for (std::size_t page = 0; page < now.page_crcs.size(); ++page) {
        const ByteView bytes = ByteView(flash).subspan(page * now.page_bytes, now.page_bytes);
        if (flash::stm32_crc(bytes) != now.page_crcs[page]) return false;
    }
    return true;
}

bool is_what_the_chip_holds(const image::BoardArchive& archive, const Glimpse& now) {
    return archive.marks.empty() && archive.identity.uid == now.uid && archive.option_bytes == now.option_bytes &&
           archive.backup_registers == now.backup_registers && holds_pages(archive, now);
}

}  // namespace

Result<bool> has_backups(const std::filesystem::path& folder, const Uid& uid) {
    TRY_ASSIGN(const std::vector<std::filesystem::path> files, backups_of(folder, uid));
    return !files.empty();
}

Result<std::optional<KnownBackup>> find_known_backup(const std::filesystem::path& folder, const Glimpse& now) {
    TRY_ASSIGN(const std::vector<std::filesystem::path> files, backups_of(folder, now.uid));
    for (const std::filesystem::path& file : std::views::reverse(files)) {
        TRY_ASSIGN(const image::BoardArchive archive, image::read_archive(file));
        if (!is_what_the_chip_holds(archive, now)) continue;
        return std::optional(KnownBackup{file, archive.flash.read(archive.flash.extent())});
    }
    return std::optional<KnownBackup>();
}

}  // namespace jig::clone
