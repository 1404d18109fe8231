// SPDX-License-Identifier: Apache-2.0
// A backup that was taken before and still is what the chip holds, as far as the chip's own CRC unit tells.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <span>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "clone/identify.hpp"

namespace jig::clone {

// The chip as it is now, without its flash having been read.
struct Glimpse {
    Uid uid{};
    OptionBytes option_bytes{};
    std::map<unsigned, std::uint16_t> backup_registers;
    std::span<const std::uint32_t> page_crcs;  // of all the flash that answers, from its base on
    std::uint32_t page_bytes = 0;
};

struct KnownBackup {
    std::filesystem::path file;
    Bytes flash;
};

// Whether `folder` holds any backup of this chip at all. Errors: internal (the folder cannot be listed).
[[nodiscard]] Result<bool> has_backups(const std::filesystem::path& folder, const Uid& uid);

// The newest backup of this chip in `folder` of which everything is as in `now`. Not one that bears a mark: it may hold
// what an interrupted run left. Errors: bad_file (a backup is broken), internal.
[[nodiscard]] Result<std::optional<KnownBackup>> find_known_backup(const std::filesystem::path& folder,
                                                                   const Glimpse& now);

}  // namespace jig::clone
