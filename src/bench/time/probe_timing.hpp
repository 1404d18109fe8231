// SPDX-License-Identifier: Apache-2.0
// What a probe's work costs in time. Each constant is printed in a standard or a datasheet;
// docs/decisions/007-modelled-time.md sets the rates that follow from them beside published measurements of real
// probes.
#pragma once

#include <cstdint>

#include "machine/time.hpp"

namespace jig::bench {

// How the bulk transfers of one USB speed share the bus.
struct UsbTiming {
    machine::Picoseconds frame;
    unsigned packet_bytes;
    unsigned packets_per_frame;
};

// USB 2.0 section 5.8.4, table 5-9: at most 19 bulk packets of 64 bytes in a full-speed frame of 1 ms.
inline constexpr UsbTiming full_speed{std::chrono::milliseconds(1), 64, 19};
// USB 2.0 section 5.8.4, table 5-10: at most 13 bulk packets of 512 bytes in a microframe of 125 us.
inline constexpr UsbTiming high_speed{std::chrono::microseconds(125), 512, 13};

// A transfer handed to the host controller starts with the next frame (USB 2.0 section 5.3.3: the host's software plans
// frames ahead), and takes its share of as many frames as its packets need; an empty one is a packet, too.
[[nodiscard]] constexpr machine::Picoseconds transfer_time(const UsbTiming& usb, std::size_t bytes) {
    const auto packets = static_cast<std::int64_t>(bytes == 0 ? 1 : (bytes + usb.packet_bytes - 1) / usb.packet_bytes);
    return usb.frame + usb.frame * packets / usb.packets_per_frame;
}

// A full-speed device behind a high-speed hub: the host hands a bulk packet to the hub's transaction translator in one
// microframe and asks for its outcome in a later one (USB 2.0 sections 8.4.2 and 11.17), and a transfer starts with the
// next microframe. Each further packet of a transfer adds its share of a full-speed frame.
inline constexpr machine::Picoseconds microframe = std::chrono::microseconds(125);
inline constexpr machine::Picoseconds split_transaction = 2 * microframe;

// An interrupt endpoint with bInterval = 1 has one packet in each frame (USB 2.0 section 5.7.4).
[[nodiscard]] constexpr machine::Picoseconds next_frame(machine::Picoseconds moment) {
    return (moment / full_speed.frame + 1) * full_speed.frame;
}
inline constexpr machine::Picoseconds full_speed_packet = full_speed.frame / full_speed.packets_per_frame;

// The clock stops between a probe's packets, so each is pushed through by at least 8 idle clocks (IHI 0031A 5.1.1:
// the host must clock the interface for at least 8 more rising edges before it stops).
inline constexpr unsigned swd_idle_clocks = 8;

// How long a pulse holds nRST low. ST publishes no figure; the chip needs 300 ns (DS5792, table "NRST pin
// characteristics"), and this also outlasts the 5 ms in which its pull-up of up to 50 kohm charges the usual 100 nF.
inline constexpr machine::Picoseconds nrst_pulse = std::chrono::milliseconds(20);

[[nodiscard]] constexpr machine::Picoseconds clock_period(std::uint32_t khz) {
    return machine::Picoseconds(1'000'000'000 / static_cast<std::int64_t>(khz));
}

}  // namespace jig::bench
