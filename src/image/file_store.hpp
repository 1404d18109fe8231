// SPDX-License-Identifier: Apache-2.0
// Whole files in and out of memory: reading has a limit, writing leaves the old file or the new one, never half.
#pragma once

#include <cstdint>
#include <filesystem>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace jig::image {

enum class IfThere : std::uint8_t { refuse, replace };

// Errors: bad_file (missing, unreadable, a folder, more than `limit_bytes`).
[[nodiscard]] Result<Bytes> read_file(const std::filesystem::path& file, std::size_t limit_bytes);

// Written to a file beside it, flushed, renamed, and the folder flushed too, so that a power cut afterwards finds it.
// Errors: refused (there already and IfThere::refuse), internal (the disk).
Result<void> write_file(const std::filesystem::path& file, ByteView data, IfThere if_there);

}  // namespace jig::image
