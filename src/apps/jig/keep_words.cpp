// SPDX-License-Identifier: Apache-2.0
#include "apps/jig/keep_words.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/bytes.hpp"

namespace jig::app {

void add_keep_option(CLI::App& command, std::vector<std::string>& words, const std::string& what) {
    command.add_option("--keep", words, what)->allow_extra_args(false)->type_name("RANGE");
}

Result<Keeps> parse_keeps(const std::vector<std::string>& words) {
    Keeps keeps;
    for (const std::string& word : words) {
        keeps.automatic = keeps.automatic || word == "auto";
        keeps.none = keeps.none || word == "none";
        if (word == "auto" || word == "none") continue;
        TRY_ASSIGN(const AddressRange range, parse_range(word));
        keeps.ranges.push_back(range);
    }
    if (keeps.none && words.size() > 1)
        return fail(ErrorKind::usage, "--keep none keeps nothing; leave it away to keep a range");
    return keeps;
}

Result<std::vector<AddressRange>> kept_ranges(const Keeps& keeps, const inspect::UnitRecord& record) {
    std::vector<AddressRange> ranges = keeps.ranges;
    if (keeps.none) return ranges;
    for (const AddressRange& range : record.where) {
        const bool kept = std::ranges::any_of(ranges, [&](const AddressRange& one) { return one.contains(range); });
        if (kept) continue;
        if (!keeps.automatic) {
            return fail(ErrorKind::refused,
                        fmt::format("the image holds at {} a record that belongs to its own chip, and the target's "
                                    "would be lost; nothing was written. Keep the target's with --keep {}:{} or --keep "
                                    "auto, or overwrite it with --keep none. {}",
                                    to_string(range), hex_address(range.start), range.length, record.text));
        }
        ranges.push_back(range);
    }
    return ranges;
}

}  // namespace jig::app
