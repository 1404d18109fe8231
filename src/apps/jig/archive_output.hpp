// SPDX-License-Identifier: Apache-2.0
// What an archive holds, for a person and for a program.
#pragma once

#include <string>

#include "apps/jig/command.hpp"
#include "image/archive.hpp"

namespace jig::app {

[[nodiscard]] std::string archive_text(const image::BoardArchive& archive);
// One line a segment: where, how large, how much of it blank, and its SHA-256.
[[nodiscard]] std::string flash_text(const image::FirmwareImage& flash);
[[nodiscard]] Json archive_json(const image::BoardArchive& archive);

}  // namespace jig::app
