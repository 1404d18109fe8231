// SPDX-License-Identifier: Apache-2.0
// manifest.json of a .jig archive as text and as data. docs/formats/jig-archive.md prints it key by key.
#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"
#include "image/archive.hpp"
#include "image/zip.hpp"

namespace jig::image {

inline constexpr unsigned manifest_version = 1;

// The members that hold `archive`'s bytes, in the order of the format; without manifest.json and manifest.sha256.
[[nodiscard]] std::vector<ZipMember> data_members(const BoardArchive& archive);
// Errors: refused (a text that is not UTF-8).
[[nodiscard]] Result<std::string> manifest_text(const BoardArchive& archive);
// The archive that `text` describes, with its bytes out of `members`, each checked against its size and SHA-256.
// Nothing in the manifest is skipped: what this version does not know is refused. Errors: bad_file.
[[nodiscard]] Result<BoardArchive> parse_manifest(std::string_view text, const std::vector<ZipMember>& members);

}  // namespace jig::image
