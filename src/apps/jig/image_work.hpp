// SPDX-License-Identifier: Apache-2.0
// What `jig image` does: archives made from firmware files, and firmware files out of archives.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "base/result.hpp"
#include "image/archive.hpp"

namespace jig::app {

// The words of `jig image pack`; empty texts were not given.
struct PackWords {
    std::string part = {};
    std::string flash = {};
    std::string base = {};
    std::string uid = {};
    std::string option_bytes = {};
    std::string board = {};  // BENCH.toml/BOARD
    std::string output = {};
};

// A board that was never read: the flash from a file, the rest from the words or from a described board; a word beats
// the board. Errors: usage, bad_file, refused (content outside of the part's flash).
[[nodiscard]] Result<image::BoardArchive> pack_image(const PackWords& words);

// Writes an archive's flash into a firmware file, its format told by the name. Errors: bad_file, usage, refused (no
// flash in it, the file is there already), internal.
Result<void> extract_image(const std::filesystem::path& archive, const std::filesystem::path& output);

}  // namespace jig::app
