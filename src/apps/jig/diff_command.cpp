// SPDX-License-Identifier: Apache-2.0
// jig diff: archives held against each other; which fields differ, and what each seems to be.
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "apps/jig/command.hpp"
#include "apps/jig/diff_output.hpp"

namespace jig::app {
namespace {

// The name without its folder, unless two files share it.
std::vector<std::string> short_names(const std::vector<std::string>& files) {
    std::vector<std::string> names;
    for (const std::string& file : files) names.push_back(std::filesystem::path(file).filename().string());
    const std::set<std::string> distinct(names.begin(), names.end());
    return distinct.size() == names.size() ? names : files;
}

Result<CommandOutput> diff(const std::vector<std::string>& files) {
    if (files.size() < 2) {
        return fail(ErrorKind::usage, "one archive has nothing to differ from; name two or more: jig diff A.jig B.jig");
    }
    std::vector<image::BoardArchive> archives;
    for (const std::string& file : files) {
        TRY_ASSIGN(image::BoardArchive archive, image::read_archive(file));
        archives.push_back(std::move(archive));
    }
    const std::vector<std::string> names = short_names(files);
    std::vector<inspect::NamedArchive> named;
    for (std::size_t i = 0; i < files.size(); ++i) named.push_back({names[i], &archives[i]});
    const inspect::Comparison comparison = inspect::compare_archives(named);
    return CommandOutput{diff_text(comparison), diff_json(comparison)};
}

}  // namespace

void add_diff(CommandLine& line) {
    const auto files = std::make_shared<std::vector<std::string>>();
    CLI::App& command =
        add_command(line, line.app, "diff", "Says which fields differ between archives, and what each seems to be",
                    "jig diff golden.jig copy.jig third.jig", [files](Session&) { return diff(*files); });
    command.add_option("FILES", *files, "Two archives or more; several of one board tell what changes by itself")
        ->required();
}

}  // namespace jig::app
