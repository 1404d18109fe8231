// SPDX-License-Identifier: Apache-2.0
#include "bench/stlink/firmware_version.hpp"

#include <fmt/format.h>

#include <charconv>

namespace jig::bench {
namespace {

constexpr std::uint16_t vendor = 0x0483;
constexpr unsigned swim = 7;  // the S of "V2J37S7": the STM8 half, which no command here reaches
constexpr unsigned never = 99;

struct Since {
    StlinkFeature feature;
    unsigned v2_jtag;
    unsigned v3_jtag;
};

constexpr Since since_rows[] = {
    {StlinkFeature::always, 0, 0},
    {StlinkFeature::voltage_and_trace, 13, 0},
    {StlinkFeature::last_rw_status2, 15, 0},
    {StlinkFeature::swd_frequency, 22, never},
    {StlinkFeature::jtag_frequency, 24, never},
    {StlinkFeature::dap_registers, 24, 0},
    {StlinkFeature::memory_16, 26, 0},
    {StlinkFeature::write_without_increment, 26, 0},
    {StlinkFeature::access_ports, 28, 0},
    {StlinkFeature::correct_close_ap, 29, 0},
    {StlinkFeature::led_and_disk_name, 28, 0},
    {StlinkFeature::whole_jtag_dp_reads, 32, 0},
    {StlinkFeature::banked_dp, 32, 2},
    {StlinkFeature::ap_and_csw, 32, 2},
    {StlinkFeature::read_without_increment, 32, 2},
    {StlinkFeature::misc_batch, 32, 2},
    {StlinkFeature::board_identifiers, 36, 6},
    {StlinkFeature::bytes_512, never, 6},
    {StlinkFeature::com_frequency, never, 0},
    {StlinkFeature::version_ex, never, 0},
};

bool read_number(std::string_view& text, char letter, unsigned& number) {
    if (text.empty() || text.front() != letter) return false;
    const auto [end, error] = std::from_chars(text.data() + 1, text.data() + text.size(), number);
    if (error != std::errc{}) return false;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return true;
}

}  // namespace

Result<StlinkVersion> StlinkVersion::parse(std::string_view text) {
    unsigned generation = 0;
    unsigned jtag = 0;
    std::string_view rest = text;
    const bool read = read_number(rest, 'V', generation) && read_number(rest, 'J', jtag) && rest.empty();
    if (!read || generation < 2 || generation > 3 || jtag > 63) {
        return fail(ErrorKind::bad_file,
                    fmt::format("'{}' is no ST-Link firmware the bench has; write V2J17, V2J24, V2J37 or V3J9", text));
    }
    return StlinkVersion(generation, jtag);
}

bool StlinkVersion::has(StlinkFeature feature) const {
    for (const Since& since : since_rows) {
        if (since.feature == feature) return jtag_ >= (generation_ == 2 ? since.v2_jtag : since.v3_jtag);
    }
    return false;
}

std::array<std::uint8_t, 6> StlinkVersion::version_reply() const {
    const unsigned packed = generation_ == 2 ? 2u << 12 | jtag_ << 6 | swim : 3u << 12;
    std::array<std::uint8_t, 6> reply{static_cast<std::uint8_t>(packed >> 8), static_cast<std::uint8_t>(packed)};
    store_le16(MutableByteView(reply).subspan(2), vendor);
    store_le16(MutableByteView(reply).subspan(4), product_id());
    return reply;
}

std::array<std::uint8_t, 12> StlinkVersion::version_ex_reply() const {
    std::array<std::uint8_t, 12> reply{3, 0, static_cast<std::uint8_t>(jtag_), 3, 1};
    store_le16(MutableByteView(reply).subspan(8), vendor);
    store_le16(MutableByteView(reply).subspan(10), product_id());
    return reply;
}

std::uint16_t StlinkVersion::product_id() const { return generation_ == 2 ? 0x3748 : 0x374F; }

std::string StlinkVersion::text() const { return fmt::format("V{}J{}", generation_, jtag_); }

}  // namespace jig::bench
