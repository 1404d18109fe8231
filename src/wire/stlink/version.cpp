// SPDX-License-Identifier: Apache-2.0
#include "wire/stlink/version.hpp"

#include <fmt/format.h>

#include <cassert>
#include <optional>

#include "wire/stlink/products.hpp"

namespace jig::wire::stlink {
namespace {

// First debug number J that has a feature, on V2 (and V2-1) and on V3. V3PWR (V4) has what a late V3 has.
struct Limit {
    Feature feature;
    std::optional<unsigned> v2;
    std::optional<unsigned> v3;
};
constexpr Limit limits[] = {
    {Feature::target_voltage, 13, 0},
    {Feature::long_status, 15, 0},
    {Feature::swd_divisor, 22, std::nullopt},
    {Feature::frequency_list, std::nullopt, 0},
    {Feature::dap_registers, 24, 0},
    {Feature::half_words, 26, 0},
    {Feature::open_ap, 28, 0},
    {Feature::long_bytes, std::nullopt, 6},
};

std::optional<unsigned> first_debug(const Version& version, Feature feature) {
    for (const Limit& limit : limits) {
        if (limit.feature == feature) return version.hardware >= 3 ? limit.v3 : limit.v2;
    }
    assert(false);
    return std::nullopt;
}

// V2-1 firmware for STM8 boards counts mass storage and SWIM where all other V2-1 count debug and mass storage; only
// the ranges of the two numbers tell them apart (as OpenOCD does).
bool is_stm8_v21(unsigned first, unsigned second) {
    return (first <= 22 && second == 7) || (first >= 25 && second >= 7 && second <= 12);
}

}  // namespace

Result<Version> parse_version(ByteView answer) {
    if (answer.size() < 6) {
        return fail(ErrorKind::link,
                    fmt::format("the ST-Link told its version in {} bytes instead of 6", answer.size()));
    }
    const unsigned packed = load_be16(answer);
    const unsigned first = packed >> 6 & 0x3F;
    const unsigned second = packed & 0x3F;
    Version version;
    version.hardware = packed >> 12;
    version.vendor = load_le16(answer.subspan(2));
    version.product = load_le16(answer.subspan(4));
    const bool v21 = is_v21(version.product);
    if (v21 && is_stm8_v21(first, second)) {
        version.mass_storage = first;
        version.swim = second;
    } else {
        version.debug = first;
        (v21 ? version.mass_storage : version.swim) = second;
    }
    return version;
}

Result<Version> parse_version_extended(ByteView answer) {
    if (answer.size() < 12) {
        return fail(ErrorKind::link,
                    fmt::format("the ST-Link told its version in {} bytes instead of 12", answer.size()));
    }
    Version version;
    version.hardware = answer[0];
    version.swim = answer[1];
    version.debug = answer[2];
    version.mass_storage = answer[3];
    version.bridge = answer[4];
    version.vendor = load_le16(answer.subspan(8));
    version.product = load_le16(answer.subspan(10));
    return version;
}

std::string to_string(const Version& version) {
    std::string text = fmt::format("V{}", version.hardware);
    if (version.debug != 0 || version.mass_storage == 0) text += fmt::format("J{}", version.debug);
    if (version.mass_storage != 0) text += fmt::format("M{}", version.mass_storage);
    if (version.bridge != 0) text += fmt::format("B{}", version.bridge);
    if (version.swim != 0 || version.mass_storage == 0) text += fmt::format("S{}", version.swim);
    return text;
}

bool has(const Version& version, Feature feature) {
    const std::optional<unsigned> first = first_debug(version, feature);
    return first && (version.hardware > 3 || version.debug >= *first);
}

std::string oldest_with(const Version& version, Feature feature) {
    const std::optional<unsigned> first = first_debug(version, feature);
    assert(first);
    return fmt::format("V{}J{}", version.hardware, *first);
}

}  // namespace jig::wire::stlink
