// SPDX-License-Identifier: Apache-2.0
#include "image/file_store.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string>

namespace jig::image {
namespace {

class FileDescriptor {
 public:
    explicit FileDescriptor(int fd) : fd_(fd) {}
    ~FileDescriptor() {
        if (fd_ >= 0) ::close(fd_);
    }
    FileDescriptor(const FileDescriptor&) = delete;
    FileDescriptor& operator=(const FileDescriptor&) = delete;
    [[nodiscard]] int get() const { return fd_; }
    [[nodiscard]] bool open() const { return fd_ >= 0; }

 private:
    int fd_;
};

// Takes the half-written file away again unless it was renamed.
class TemporaryFile {
 public:
    explicit TemporaryFile(std::string path) : path_(std::move(path)) {}
    ~TemporaryFile() {
        if (!path_.empty()) ::unlink(path_.c_str());
    }
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;
    void keep() { path_.clear(); }

 private:
    std::string path_;
};

std::string reason() { return std::strerror(errno); }

std::unexpected<Error> disk_error(const std::filesystem::path& file, std::string_view doing) {
    return fail(ErrorKind::internal, fmt::format("{}: {} failed: {}", file.string(), doing, reason()));
}

// A write or read of zero bytes or EINTR goes on; the loop ends because `data` shrinks or the call fails.
Result<void> write_all(int fd, ByteView data, const std::filesystem::path& file) {
    while (!data.empty()) {
        const ssize_t written = ::write(fd, data.data(), data.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return disk_error(file, "writing");
        data = data.subspan(static_cast<std::size_t>(written));
    }
    return {};
}

Result<void> flush_folder(const std::filesystem::path& folder) {
    const FileDescriptor fd(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!fd.open()) return disk_error(folder, "opening the folder");
    // Some network file systems cannot flush a folder; the rename is as safe there as it gets.
    if (::fsync(fd.get()) != 0 && errno != EINVAL) return disk_error(folder, "flushing the folder");
    return {};
}

Result<void> rename_without_replacing(const std::string& from, const std::filesystem::path& to) {
    if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) return {};
    // File systems without RENAME_NOREPLACE: a hard link refuses an existing name just as well.
    if (errno == EINVAL && ::link(from.c_str(), to.c_str()) == 0) {
        ::unlink(from.c_str());
        return {};
    }
    if (errno == EEXIST) {
        return fail(ErrorKind::refused,
                    fmt::format("{} is there already and is not overwritten; choose another name", to.string()));
    }
    return disk_error(to, "renaming");
}

}  // namespace

Result<Bytes> read_file(const std::filesystem::path& file, std::size_t limit_bytes) {
    const FileDescriptor fd(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
    if (!fd.open()) {
        return fail(ErrorKind::bad_file, fmt::format("{}: cannot be opened: {}", file.string(), reason()));
    }
    constexpr std::size_t chunk_bytes = 1 << 16;
    Bytes data;
    while (data.size() <= limit_bytes) {
        const std::size_t held = data.size();
        data.resize(held + chunk_bytes);
        const ssize_t got = ::read(fd.get(), data.data() + held, chunk_bytes);
        data.resize(held + (got > 0 ? static_cast<std::size_t>(got) : 0));
        if (got == 0) return data;
        if (got < 0 && errno != EINTR) {
            return fail(ErrorKind::bad_file, fmt::format("{}: cannot be read: {}", file.string(), reason()));
        }
    }
    return fail(ErrorKind::bad_file,
                fmt::format("{}: more than {} bytes; that is no file jig can use here", file.string(), limit_bytes));
}

Result<void> write_file(const std::filesystem::path& file, ByteView data, IfThere if_there) {
    const std::filesystem::path folder = file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
    std::string name = (folder / fmt::format(".{}.XXXXXX", file.filename().string())).string();
    const FileDescriptor fd(::mkostemp(name.data(), O_CLOEXEC));
    if (!fd.open()) return disk_error(file, "creating a file beside it");
    TemporaryFile temporary(name);
    constexpr mode_t readable_by_all = 0644;
    if (::fchmod(fd.get(), readable_by_all) != 0) return disk_error(file, "setting its mode");
    TRY(write_all(fd.get(), data, file));
    if (::fsync(fd.get()) != 0) return disk_error(file, "flushing");
    if (if_there == IfThere::refuse) {
        TRY(rename_without_replacing(name, file));
    } else if (::rename(name.c_str(), file.c_str()) != 0) {
        return disk_error(file, "renaming");
    }
    temporary.keep();
    return flush_folder(folder);
}

}  // namespace jig::image
