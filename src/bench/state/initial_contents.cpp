// SPDX-License-Identifier: Apache-2.0
#include "bench/state/initial_contents.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <fstream>
#include <iterator>

namespace jig::bench {
namespace {

constexpr std::uint32_t flash_base = 0x08000000;  // RM0008 3.3.3

// Of a longer file the first most_bytes + 1: enough to see that it is too long.
Result<Bytes> read_file(const std::filesystem::path& path, std::size_t most_bytes) {
    Bytes bytes(most_bytes + 1);
    std::ifstream file(path, std::ios::binary);
    file.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    if (!file.is_open() || file.bad()) {
        return fail(ErrorKind::bad_file,
                    fmt::format("cannot read the board's flash from {}; set 'flash' to a binary file", path.string()));
    }
    bytes.resize(static_cast<std::size_t>(file.gcount()));
    return bytes;
}

Result<Bytes> initial_flash(const board::BoardDescription& board) {
    Bytes flash(board.chip.flash_bytes, 0xFF);
    if (!board.flash) return flash;
    // The bench file's reader sees to it.
    assert(board.base >= flash_base && board.base - flash_base < flash.size());
    const std::size_t offset = board.base - flash_base;
    const std::size_t room = flash.size() - offset;
    TRY_ASSIGN(const Bytes bytes, read_file(*board.flash, room));
    if (bytes.size() > room) {
        return fail(ErrorKind::bad_file,
                    fmt::format("{} does not fit: from {} on, {} has {} bytes of flash; cut the file, or name another "
                                "'part' or 'base'",
                                board.flash->string(), hex_address(board.base), board.part, room));
    }
    std::ranges::copy(bytes, flash.begin() + static_cast<std::ptrdiff_t>(offset));
    return flash;
}

}  // namespace

Result<InitialContents> initial_contents(const board::BoardDescription& board) {
    TRY_ASSIGN(Bytes flash, initial_flash(board));
    Bytes backup(machine::BackupDomain::size_bytes(board.chip.backup_registers), 0);
    for (const auto& [number, value] : board.backup) {
        if (number >= 1 && number <= board.chip.backup_registers) {
            store_le16(MutableByteView(backup).subspan(std::size_t{2} * (number - 1)), value);
        }
    }
    return InitialContents{std::move(flash), Bytes(board.option_bytes.begin(), board.option_bytes.end()),
                           std::move(backup)};
}

}  // namespace jig::bench
