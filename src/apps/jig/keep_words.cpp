// SPDX-License-Identifier: Apache-2.0
#include "apps/jig/keep_words.hpp"

namespace jig::app {

void add_keep_option(CLI::App& command, std::vector<std::string>& words, const std::string& what) {
    command.add_option("--keep", words, what)->allow_extra_args(false)->type_name("RANGE");
}

Result<std::vector<AddressRange>> parse_keeps(const std::vector<std::string>& words) {
    std::vector<AddressRange> ranges;
    for (const std::string& word : words) {
        if (word == "auto") {
            return fail(ErrorKind::unsupported,
                        "--keep auto needs an analysis of unit records that this version does not have; name the "
                        "range instead, as in --keep 0x08007000:12");
        }
        TRY_ASSIGN(const AddressRange range, parse_range(word));
        ranges.push_back(range);
    }
    return ranges;
}

}  // namespace jig::app
