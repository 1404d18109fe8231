// SPDX-License-Identifier: Apache-2.0
// Commands about the probe itself: debug mode, speed, the reset line, trace (of which the bench has none to give).
#include <algorithm>
#include <span>

#include "bench/stlink/firmware.hpp"

namespace jig::bench {
namespace {

constexpr std::uint8_t enter_swd = 0xA3;
constexpr std::uint8_t nrst_low = 0;
constexpr std::uint8_t nrst_high = 1;
constexpr std::uint8_t nrst_pulsed = 2;

struct Divisor {
    std::uint16_t divisor;
    std::uint32_t khz;
};
// OpenOCD stlink_usb.c, stlink_khz_to_speed_map_swd.
constexpr Divisor swd_divisors[] = {{0, 4000}, {1, 1800}, {2, 1200}, {3, 950},  {7, 480},  {15, 240},
                                    {31, 125}, {40, 100}, {79, 50},  {158, 25}, {265, 15}, {798, 5}};
constexpr std::uint16_t jtag_divisors[] = {4, 8, 16, 32, 64, 128, 256};
constexpr std::uint32_t v2_default_khz = 1800;
// What a STLINK-V3SET lists for SWD and JTAG (UM2448; OpenOCD prints the list it is given).
constexpr std::uint32_t v3_swd_khz[] = {24000, 8000, 3300, 1000, 200, 50, 5};
constexpr std::uint32_t v3_jtag_khz[] = {21333, 16000, 12000, 8000, 1777, 750};
constexpr std::uint32_t v3_default_khz = 1000;
constexpr std::size_t frequency_reply = 52;

std::span<const std::uint32_t> v3_frequencies(bool jtag) {
    return jtag ? std::span<const std::uint32_t>(v3_jtag_khz) : std::span<const std::uint32_t>(v3_swd_khz);
}

}  // namespace

void StlinkFirmware::plug_in() {
    mode_ = version_.generation() == 2 ? Mode::dfu : Mode::mass_storage;
    clock_->set_khz(version_.generation() == 2 ? v2_default_khz : v3_default_khz);
    open_aps_.fill(false);
    last_ = {};
    hardware_->set_nrst(false);
}

void StlinkFirmware::leave_debug_mode() {
    open_aps_.fill(false);
    memory_.forget();
    link_.forget_selection();
    mode_ = Mode::mass_storage;
}

ByteView StlinkFirmware::enter(const CommandBlock& command, ByteView) {
    if (command.byte(2) != enter_swd) return status_only(StlinkStatus::unknown_jtag_chain);
    memory_.forget();
    const StlinkStatus status = link_.connect(dpidr_);
    if (status == StlinkStatus::ok) mode_ = Mode::debug;
    return status_only(status);
}

ByteView StlinkFirmware::exit(const CommandBlock&, ByteView) {
    leave_debug_mode();
    return {};
}

ByteView StlinkFirmware::read_core_id(const CommandBlock&, ByteView) {
    std::array<std::uint8_t, 4> reply{};
    store_le32(reply, dpidr_);
    return copy(reply);
}

ByteView StlinkFirmware::read_idcodes(const CommandBlock&, ByteView) {
    zeros(StlinkStatus::ok, 12);
    store_le32(MutableByteView(reply_).subspan(4), dpidr_);
    return ByteView(reply_).first(12);
}

ByteView StlinkFirmware::set_swd_divisor(const CommandBlock& command, ByteView) {
    const auto found = std::ranges::find(swd_divisors, command.le16(2), &Divisor::divisor);
    if (found == std::end(swd_divisors)) return status_only(StlinkStatus::frequency_unsupported);
    clock_->set_khz(found->khz);
    return status_only(StlinkStatus::ok);
}

ByteView StlinkFirmware::set_jtag_divisor(const CommandBlock& command, ByteView) {
    const bool known = std::ranges::find(jtag_divisors, command.le16(2)) != std::end(jtag_divisors);
    return status_only(known ? StlinkStatus::ok : StlinkStatus::frequency_unsupported);
}

ByteView StlinkFirmware::set_frequency(const CommandBlock& command, ByteView) {
    const bool jtag = command.byte(2) != 0;
    const auto list = v3_frequencies(jtag);
    // The fastest it has that is not faster than asked for; the slowest when there is none.
    const auto found = std::ranges::find_if(list, [&](std::uint32_t khz) { return khz <= command.le32(4); });
    const std::uint32_t khz = found == list.end() ? list.back() : *found;
    if (!jtag) clock_->set_khz(khz);
    return status_and_word(StlinkStatus::ok, khz);
}

ByteView StlinkFirmware::get_frequencies(const CommandBlock& command, ByteView) {
    const auto list = v3_frequencies(command.byte(2) != 0);
    zeros(StlinkStatus::ok, frequency_reply);
    MutableByteView reply(reply_);
    store_le32(reply.subspan(4), static_cast<std::uint32_t>(1'000'000'000 / clock_->period().count()));
    store_le32(reply.subspan(8), static_cast<std::uint32_t>(list.size()));
    for (std::size_t i = 0; i < list.size(); ++i) store_le32(reply.subspan(12 + 4 * i), list[i]);
    return reply.first(frequency_reply);
}

ByteView StlinkFirmware::drive_nrst(const CommandBlock& command, ByteView) {
    switch (command.byte(2)) {
        case nrst_low:
        case nrst_high: hardware_->set_nrst(command.byte(2) == nrst_low); return status_only(StlinkStatus::ok);
        case nrst_pulsed:
            hardware_->set_nrst(true);
            hardware_->time().advance(nrst_pulse);
            hardware_->set_nrst(false);
            return status_only(StlinkStatus::ok);
        default: return status_only(StlinkStatus::command_error);
    }
}

ByteView StlinkFirmware::accept(const CommandBlock&, ByteView) { return status_only(StlinkStatus::ok); }

ByteView StlinkFirmware::trace_bytes(const CommandBlock&, ByteView) { return copy(std::array<std::uint8_t, 2>{}); }

ByteView StlinkFirmware::disk_name(const CommandBlock&, ByteView) { return zeros(StlinkStatus::ok, 8); }

ByteView StlinkFirmware::board_identifiers(const CommandBlock&, ByteView) {
    // A dongle that is no Nucleo has none: zeros.
    return zeros(StlinkStatus::ok, 128);
}

}  // namespace jig::bench
