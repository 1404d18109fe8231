// SPDX-License-Identifier: Apache-2.0
// What is compared: archives with their names, which of them are one board read again, and which hold the same
// firmware.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "image/archive.hpp"
#include "inspect/identity/uid_functions.hpp"
#include "inspect/layout/flash_view.hpp"

namespace jig::inspect {

struct NamedArchive {
    std::string name;  // as the user calls it
    const image::BoardArchive* archive = nullptr;
};

struct Dump {
    std::string name;
    const image::BoardArchive* archive = nullptr;
    FlashDump flash;
    std::vector<UidValue> uid_functions;  // empty without a UID
    std::size_t board = 0;                // dumps with the same UID have the same number; counted from 0
    std::size_t version = 0;              // dumps with the same firmware have the same number; counted from 0
};

// Archives without a UID, or with one that says nothing, are taken for boards of their own.
[[nodiscard]] std::vector<Dump> make_dumps(std::span<const NamedArchive> archives);

// The page size of the first archive's part; of a part that is not known, the larger of the two there are.
[[nodiscard]] std::uint32_t page_bytes_of(std::span<const Dump> dumps);

}  // namespace jig::inspect
