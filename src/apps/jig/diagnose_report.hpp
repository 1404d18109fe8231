// SPDX-License-Identifier: Apache-2.0
// The page behind jig diagnose --report: whether it can be written, and the writing of it.
#pragma once

#include <span>
#include <string>

#include "base/result.hpp"
#include "inspect/diff/dump.hpp"
#include "inspect/findings/case.hpp"

namespace jig::app {

// Before the boots, which take seconds. Errors: usage (no such folder, one that cannot be written to, a folder, or a
// file that is no report of jig's).
[[nodiscard]] Result<void> check_report_file(const std::string& file);

struct ReportSubject {
    std::span<const inspect::NamedArchive> archives;  // golden, copy if there is one, others
    std::string command;
};
// Written whole or not at all. Errors: internal (the disk).
Result<void> write_report(const std::string& file, const inspect::Case& the_case, const inspect::Diagnosis& diagnosis,
                          const ReportSubject& subject);

}  // namespace jig::app
