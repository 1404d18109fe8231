// SPDX-License-Identifier: Apache-2.0
// The words behind --keep.
#pragma once

#include <string>
#include <vector>

#include "apps/jig/command.hpp"
#include "base/range.hpp"
#include "inspect/findings/unit_record.hpp"

namespace jig::app {

// Each --keep takes one word, so that what follows it is not taken for another range.
void add_keep_option(CLI::App& command, std::vector<std::string>& words, const std::string& what);

struct Keeps {
    std::vector<AddressRange> ranges;
    bool automatic = false;  // "auto": the record that is found stays too
    bool none = false;       // "none": the record that is found is overwritten, knowingly
};
// Errors: usage (not a range; "none" beside another word).
[[nodiscard]] Result<Keeps> parse_keeps(const std::vector<std::string>& words);

// What stays on the target of an image with this record. Errors: refused, when nobody has said what becomes of it.
[[nodiscard]] Result<std::vector<AddressRange>> kept_ranges(const Keeps& keeps, const inspect::UnitRecord& record);

}  // namespace jig::app
