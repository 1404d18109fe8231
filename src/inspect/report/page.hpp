// SPDX-License-Identifier: Apache-2.0
// A diagnosis as one page that stands alone: no script, no font, no picture and no style from elsewhere. The same
// diagnosis gives the same bytes.
#pragma once

#include <string>

#include "base/bytes.hpp"
#include "inspect/diff/comparison.hpp"
#include "inspect/findings/case.hpp"
#include "inspect/report/paired_boots.hpp"

namespace jig::inspect {

struct ReportNames {
    std::string golden;  // as the user calls the files
    std::string copy;
    std::string command;  // that makes the report again
    std::string jig_version;
};

struct Report {
    const Case& the_case;
    const Diagnosis& diagnosis;
    const PairedBoots& boots;
    const Comparison& comparison;
    const ReportNames& names;
};
[[nodiscard]] std::string report_page(const Report& report);

// Whether a file begins as report_page() does: such a file may be replaced.
[[nodiscard]] bool begins_like_a_report(ByteView file);

}  // namespace jig::inspect
