// SPDX-License-Identifier: Apache-2.0
#include "bench/state/mapped_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "bench/os/file_descriptor.hpp"

namespace jig::bench {

Result<MappedFile> MappedFile::open(const std::filesystem::path& path, std::size_t size_bytes) {
    const FileDescriptor file(::open(path.c_str(), O_RDWR | O_CLOEXEC));
    struct stat info{};
    if (!file.valid() || ::fstat(file.get(), &info) != 0) {
        return fail(ErrorKind::internal,
                    fmt::format("cannot open the board's contents {}: {}", path.string(), std::strerror(errno)));
    }
    if (static_cast<std::size_t>(info.st_size) != size_bytes) {
        return fail(ErrorKind::bad_file,
                    fmt::format("{} has {} bytes and the board's part needs {}: the part in the bench file has changed "
                                "since the state was made; remove the folder {} to begin anew",
                                path.string(), info.st_size, size_bytes, path.parent_path().string()));
    }
    void* memory = ::mmap(nullptr, size_bytes, PROT_READ | PROT_WRITE, MAP_SHARED, file.get(), 0);
    if (memory == MAP_FAILED) {
        return fail(ErrorKind::internal, fmt::format("cannot map {}: {}", path.string(), std::strerror(errno)));
    }
    return MappedFile({static_cast<std::uint8_t*>(memory), size_bytes});
}

MappedFile::~MappedFile() {
    if (!bytes_.empty()) ::munmap(bytes_.data(), bytes_.size());
}

MappedFile::MappedFile(MappedFile&& other) noexcept : bytes_(std::exchange(other.bytes_, {})) {}

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept {
    std::swap(bytes_, other.bytes_);
    return *this;
}

}  // namespace jig::bench
