// SPDX-License-Identifier: Apache-2.0
#include "apps/jig/watch_words.hpp"

namespace jig::app {
namespace {

// RM0008 30.2, 3.3.3 (FLASH_OBR and FLASH_WRPR hold what was loaded), 6.4 (DR1 to DR10, DR11 to DR42); PM0075 table 3.
constexpr AddressRange uid{0x1FFFF7E8, 12};
constexpr AddressRange option_bytes{0x1FFFF800, 16};
constexpr AddressRange loaded_options{0x4002201C, 8};
constexpr AddressRange backup_low{0x40006C04, 40};
constexpr AddressRange backup_high{0x40006C40, 128};

Result<std::vector<AddressRange>> parse_word(const std::string& word) {
    using Ranges = std::vector<AddressRange>;
    if (word == "uid") return Ranges{uid};
    if (word == "options") return Ranges{option_bytes, loaded_options};
    if (word == "backup") return Ranges{backup_low, backup_high};
    const Result<AddressRange> range = parse_range(word);
    if (range) return Ranges{*range};
    return fail(ErrorKind::usage, "--on takes uid, options, backup or a range: " + range.error().what);
}

}  // namespace

Result<std::vector<AddressRange>> parse_watched(const std::vector<std::string>& words) {
    std::vector<AddressRange> ranges;
    for (const std::string& word : words) {
        TRY_ASSIGN(const std::vector<AddressRange> more, parse_word(word));
        ranges.insert(ranges.end(), more.begin(), more.end());
    }
    return ranges;
}

}  // namespace jig::app
