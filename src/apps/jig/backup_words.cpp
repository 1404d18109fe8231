// SPDX-License-Identifier: Apache-2.0
#include "apps/jig/backup_words.hpp"

#include "apps/jig/utc.hpp"

namespace jig::app {

void add_backup_option(CLI::App& command, std::string& folder) {
    command.add_option("--backup", folder, "Folder for the target's backup, taken before anything is written")
        ->type_name("DIR")
        ->default_val("backups");
}

clone::BackupPlace backup_place(const std::string& folder) { return {folder, utc_now(), JIG_VERSION}; }

}  // namespace jig::app
