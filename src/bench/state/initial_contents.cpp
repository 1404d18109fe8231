// SPDX-License-Identifier: Apache-2.0
#include "bench/state/initial_contents.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>

namespace jig::bench {
namespace {

constexpr std::uint32_t flash_base = 0x08000000;  // RM0008 3.3.3

Result<Bytes> read_file(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    Bytes bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    if (!file) return fail(ErrorKind::bad_file, fmt::format("cannot read the board's flash from {}", path.string()));
    return bytes;
}

Result<Bytes> initial_flash(const board::BoardDescription& board) {
    Bytes flash(board.chip.flash_bytes, 0xFF);
    if (!board.flash) return flash;
    TRY_ASSIGN(const Bytes bytes, read_file(*board.flash));
    const std::uint64_t offset = std::uint64_t{board.base} - flash_base;
    if (board.base < flash_base || offset + bytes.size() > flash.size()) {
        return fail(
            ErrorKind::bad_file,
            fmt::format("{} has {} bytes and does not fit at {} of {} with {} bytes of flash", board.flash->string(),
                        bytes.size(), hex_address(board.base), board.part, flash.size()));
    }
    std::ranges::copy(bytes, flash.begin() + static_cast<std::ptrdiff_t>(offset));
    return flash;
}

}  // namespace

Result<InitialContents> initial_contents(const board::BoardDescription& board) {
    TRY_ASSIGN(Bytes flash, initial_flash(board));
    Bytes backup(std::size_t{2} * board.chip.backup_registers, 0);
    for (const auto& [number, value] : board.backup) {
        if (number >= 1 && number <= board.chip.backup_registers) {
            store_le16(MutableByteView(backup).subspan(std::size_t{2} * (number - 1)), value);
        }
    }
    return InitialContents{std::move(flash), Bytes(board.option_bytes.begin(), board.option_bytes.end()),
                           std::move(backup)};
}

}  // namespace jig::bench
