// SPDX-License-Identifier: Apache-2.0
#include "bench/state/state_folder.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <system_error>

#include "bench/state/initial_contents.hpp"

namespace jig::bench {
namespace fs = std::filesystem;
namespace {

Error system_error(std::string_view tried, const fs::path& path, std::string_view reason) {
    return {ErrorKind::internal, fmt::format("cannot {} {}: {}", tried, path.string(), reason)};
}

Result<FileDescriptor> take_lock(const fs::path& path, const std::string& board) {
    FileDescriptor lock(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644));
    if (!lock.valid()) return fail(system_error("open the lock", path, std::strerror(errno)));
    if (::flock(lock.get(), LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK) return fail(system_error("lock", path, std::strerror(errno)));
        return fail(ErrorKind::internal,
                    fmt::format("board '{}' is in use by another process, which holds {}; stop that process, or reach "
                                "the board through it",
                                board, path.string()));
    }
    return lock;
}

Result<void> write_file(const fs::path& path, ByteView bytes) {
    std::ofstream file(path, std::ios::binary);
    file.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    file.close();
    if (!file) return fail(system_error("write", path, std::strerror(errno)));
    return {};
}

// Under the lock: a half-made folder can only be what a killed process left, so it is made anew.
Result<void> make_folder(const fs::path& folder, const board::BoardDescription& board) {
    TRY_ASSIGN(const InitialContents contents, initial_contents(board));
    fs::path half = folder;
    half += ".new";
    std::error_code error;
    fs::remove_all(half, error);
    fs::create_directories(half, error);
    if (error) return fail(system_error("create", half, error.message()));
    TRY(write_file(half / "flash.bin", contents.flash));
    TRY(write_file(half / "option_bytes.bin", contents.option_bytes));
    TRY(write_file(half / "backup.bin", contents.backup));
    fs::rename(half, folder, error);
    if (error) return fail(system_error("rename to", folder, error.message()));
    return {};
}

}  // namespace

Result<StateFolder> StateFolder::open(const fs::path& state, const board::BoardDescription& board) {
    std::error_code error;
    fs::create_directories(state, error);
    if (error) return fail(system_error("create the state folder", state, error.message()));
    TRY_ASSIGN(FileDescriptor lock, take_lock(state / (board.name + ".lock"), board.name));
    const fs::path folder = state / board.name;
    if (!fs::exists(folder, error)) TRY(make_folder(folder, board));
    TRY_ASSIGN(MappedFile flash, MappedFile::open(folder / "flash.bin", board.chip.flash_bytes));
    TRY_ASSIGN(MappedFile options, MappedFile::open(folder / "option_bytes.bin", board.option_bytes.size()));
    TRY_ASSIGN(MappedFile backup,
               MappedFile::open(folder / "backup.bin", machine::BackupDomain::size_bytes(board.chip.backup_registers)));
    return StateFolder(folder, std::move(lock), std::move(flash), std::move(options), std::move(backup));
}

Result<bool> StateFolder::in_use(const fs::path& state, const std::string& board_name) {
    const fs::path path = state / (board_name + ".lock");
    const FileDescriptor lock(::open(path.c_str(), O_RDWR | O_CLOEXEC));
    if (!lock.valid()) {
        if (errno == ENOENT) return false;
        return fail(system_error("open the lock", path, std::strerror(errno)));
    }
    return ::flock(lock.get(), LOCK_EX | LOCK_NB) != 0;
}

StateFolder::StateFolder(fs::path folder, FileDescriptor lock, MappedFile flash, MappedFile options, MappedFile backup)
    : folder_(std::move(folder)),
      lock_(std::move(lock)),
      flash_(std::move(flash)),
      option_bytes_(std::move(options)),
      backup_(std::move(backup)) {}

machine::ChipStorage StateFolder::storage() const { return {flash_.bytes(), option_bytes_.bytes(), backup_.bytes()}; }

}  // namespace jig::bench
