// SPDX-License-Identifier: Apache-2.0
// Commands about the probe itself: debug mode, speed, the reset line, trace (of which the bench has none to give).
#include <algorithm>
#include <span>

#include "bench/stlink/firmware.hpp"

namespace jig::bench {
namespace {

constexpr std::uint8_t enter_swd = 0xA3;
constexpr std::uint8_t enter_jtag = 0xA4;  // both leave the core as it is
constexpr std::uint8_t set_jtag_divisor = 0x44;
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
// The same file, stlink_khz_to_speed_map_jtag.
constexpr Divisor jtag_divisors[] = {{4, 9000}, {8, 4500}, {16, 2250}, {32, 1125}, {64, 562}, {128, 281}, {256, 140}};
constexpr std::uint32_t v2_default_swd_khz = 1800;  // where the same tables say so
constexpr std::uint32_t v2_default_jtag_khz = 1125;
// What a STLINK-V3SET lists for SWD and JTAG (UM2448; OpenOCD prints the list it is given).
constexpr std::uint32_t v3_swd_khz[] = {24000, 8000, 3300, 1000, 200, 50, 5};
constexpr std::uint32_t v3_jtag_khz[] = {21333, 16000, 12000, 8000, 1777, 750};
// Not published, and of no consequence: every driver sets the speed of a V3.
constexpr std::uint32_t v3_default_swd_khz = 1000;
constexpr std::uint32_t v3_default_jtag_khz = 750;
constexpr std::size_t frequency_reply = 52;

std::span<const std::uint32_t> v3_frequencies(bool jtag) {
    return jtag ? std::span<const std::uint32_t>(v3_jtag_khz) : std::span<const std::uint32_t>(v3_swd_khz);
}

}  // namespace

void StlinkFirmware::plug_in() {
    mode_ = version_.generation() == 2 ? Mode::dfu : Mode::mass_storage;
    set_khz(Transport::jtag, version_.generation() == 2 ? v2_default_jtag_khz : v3_default_jtag_khz);
    set_khz(Transport::swd, version_.generation() == 2 ? v2_default_swd_khz : v3_default_swd_khz);
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
    const std::uint8_t how = command.byte(2);
    if (how != enter_swd && how != enter_jtag) return status_only(StlinkStatus::command_error);
    memory_.forget();
    clock_->set_khz(how == enter_jtag ? jtag_khz_ : swd_khz_);
    const StlinkStatus status = link_.connect(how == enter_jtag ? Transport::jtag : Transport::swd, idcode_);
    if (status == StlinkStatus::ok) mode_ = Mode::debug;
    return status_only(status);
}

ByteView StlinkFirmware::exit(const CommandBlock&, ByteView) {
    leave_debug_mode();
    return {};
}

ByteView StlinkFirmware::read_core_id(const CommandBlock&, ByteView) {
    std::array<std::uint8_t, 4> reply{};
    store_le32(reply, idcode_);
    return copy(reply);
}

ByteView StlinkFirmware::read_idcodes(const CommandBlock&, ByteView) {
    zeros(StlinkStatus::ok, 12);
    store_le32(MutableByteView(reply_).subspan(4), idcode_);
    return ByteView(reply_).first(12);
}

// Each transport has its own speed, which is the wire's while the transport is in use.
void StlinkFirmware::set_khz(Transport transport, std::uint32_t khz) {
    (transport == Transport::jtag ? jtag_khz_ : swd_khz_) = khz;
    if (transport == link_.transport()) clock_->set_khz(khz);
}

ByteView StlinkFirmware::set_divisor(const CommandBlock& command, ByteView) {
    const bool jtag = command.byte(1) == set_jtag_divisor;
    const std::span<const Divisor> divisors = jtag ? std::span<const Divisor>(jtag_divisors) : swd_divisors;
    const auto found = std::ranges::find(divisors, command.le16(2), &Divisor::divisor);
    if (found == divisors.end()) return status_only(StlinkStatus::frequency_unsupported);
    set_khz(jtag ? Transport::jtag : Transport::swd, found->khz);
    return status_only(StlinkStatus::ok);
}

ByteView StlinkFirmware::set_frequency(const CommandBlock& command, ByteView) {
    const bool jtag = command.byte(2) != 0;
    const auto list = v3_frequencies(jtag);
    // The fastest it has that is not faster than asked for; the slowest when there is none.
    const auto found = std::ranges::find_if(list, [&](std::uint32_t khz) { return khz <= command.le32(4); });
    const std::uint32_t khz = found == list.end() ? list.back() : *found;
    set_khz(jtag ? Transport::jtag : Transport::swd, khz);
    return status_and_word(StlinkStatus::ok, khz);
}

ByteView StlinkFirmware::get_frequencies(const CommandBlock& command, ByteView) {
    const bool jtag = command.byte(2) != 0;
    const auto list = v3_frequencies(jtag);
    zeros(StlinkStatus::ok, frequency_reply);
    MutableByteView reply(reply_);
    store_le32(reply.subspan(4), jtag ? jtag_khz_ : swd_khz_);
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
