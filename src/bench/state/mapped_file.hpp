// SPDX-License-Identifier: Apache-2.0
// A file as memory: what is written there is in the file at once, also when the process is killed the moment after.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>

#include "base/result.hpp"

namespace jig::bench {

class MappedFile {
 public:
    // Maps all of an existing file, shared and writable. Errors: internal (the system's reason), bad_file (another size
    // than `size_bytes`).
    static Result<MappedFile> open(const std::filesystem::path& path, std::size_t size_bytes);
    ~MappedFile();
    MappedFile(MappedFile&& other) noexcept;
    MappedFile& operator=(MappedFile&& other) noexcept;

    [[nodiscard]] std::span<std::uint8_t> bytes() const { return bytes_; }

 private:
    explicit MappedFile(std::span<std::uint8_t> bytes) : bytes_(bytes) {}
    std::span<std::uint8_t> bytes_;
};

}  // namespace jig::bench
