// SPDX-License-Identifier: Apache-2.0
#include "apps/jig/diagnose_report.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>

#include "image/file_store.hpp"
#include "inspect/report/page.hpp"

namespace jig::app {
namespace {

// A page of the largest flash with every place different has less than a tenth of this.
constexpr std::size_t largest_report = 16U << 20;

std::unexpected<Error> refused(const std::string& file, const std::string& why) {
    return fail(ErrorKind::usage, fmt::format("{}: {}; name another file for --report", file, why));
}

bool is_earlier_report(const std::string& file) {
    const Result<Bytes> bytes = image::read_file(file, largest_report);
    return bytes && inspect::begins_like_a_report(*bytes);
}

// Asking for permission would not tell of a full or a read-only disk; making a file does.
Result<void> can_make_a_file_in(const std::filesystem::path& folder, const std::string& file) {
    std::string name = (folder / ".jig-report.XXXXXX").string();
    const int fd = ::mkostemp(name.data(), O_CLOEXEC);
    if (fd < 0) return refused(file, fmt::format("a file cannot be made there ({})", std::strerror(errno)));
    ::close(fd);
    ::unlink(name.c_str());
    return {};
}

}  // namespace

Result<void> check_report_file(const std::string& file) {
    const std::filesystem::path path(file);
    const std::filesystem::path folder = path.has_parent_path() ? path.parent_path() : ".";
    std::error_code ignored;
    if (!std::filesystem::is_directory(folder, ignored))
        return refused(file, fmt::format("there is no folder {}", folder.string()));
    if (std::filesystem::is_directory(path, ignored)) return refused(file, "that is a folder");
    const bool is_there = std::filesystem::exists(path, ignored);
    if (is_there && (!std::filesystem::is_regular_file(path, ignored) || !is_earlier_report(file)))
        return refused(file, "it is there already and no report of jig's, so it is not overwritten");
    return can_make_a_file_in(folder, file);
}

Result<void> write_report(const std::string& file, const inspect::Case& the_case, const inspect::Diagnosis& diagnosis,
                          const ReportSubject& subject) {
    TRY_ASSIGN(const inspect::PairedBoots boots, inspect::boot_pair(the_case));
    const inspect::Comparison comparison = inspect::compare_archives(subject.archives);
    const inspect::ReportNames names{.golden = subject.archives.front().name,
                                     .copy = the_case.copy ? subject.archives[1].name : "",
                                     .command = subject.command,
                                     .jig_version = JIG_VERSION};
    const std::string page = inspect::report_page({the_case, diagnosis, boots, comparison, names});
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(page.data());
    return image::write_file(file, {bytes, page.size()}, image::IfThere::replace);
}

}  // namespace jig::app
