// SPDX-License-Identifier: Apache-2.0
// The words behind --backup.
#pragma once

#include <string>

#include "apps/jig/command.hpp"
#include "clone/backup.hpp"

namespace jig::app {

void add_backup_option(CLI::App& command, std::string& folder);
// Backups go to `folder`, and carry the time it is now.
[[nodiscard]] clone::BackupPlace backup_place(const std::string& folder);

}  // namespace jig::app
