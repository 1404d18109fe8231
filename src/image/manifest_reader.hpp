// SPDX-License-Identifier: Apache-2.0
// From the JSON of a manifest to a BoardArchive, every value and every member's bytes checked.
#pragma once

#include <vector>

#include "image/archive.hpp"
#include "image/json_reader.hpp"
#include "image/zip.hpp"

namespace jig::image {

// Errors: bad_file, naming the key or the member.
[[nodiscard]] Result<BoardArchive> read_manifest(const Json& json, const std::vector<ZipMember>& members);

}  // namespace jig::image
