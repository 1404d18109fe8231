// SPDX-License-Identifier: Apache-2.0
// The skeleton of a zip file, read strictly: what libarchive and unzip might take from different places must be the
// same in both. APPNOTE.TXT 6.3.10 sections 4.3.7, 4.3.12 and 4.3.16.
#pragma once

#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace jig::image {

// The members' names, when the end record is the file's last bytes, the central directory ends right before it, every
// central entry points to a local header with the same name, the headers come in order, and none is doubled.
// Errors: bad_file.
[[nodiscard]] Result<std::vector<std::string>> check_zip_structure(ByteView zip, std::size_t most_members);

}  // namespace jig::image
