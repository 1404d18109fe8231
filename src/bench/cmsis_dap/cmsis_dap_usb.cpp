// SPDX-License-Identifier: Apache-2.0
#include "bench/cmsis_dap/cmsis_dap_usb.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace jig::bench {
namespace {

constexpr std::size_t packet_bytes = DapFirmware::packet_bytes;

Error unplugged() { return {ErrorKind::link, "the CMSIS-DAP probe has left the USB bus; plug it in and begin again"}; }

}  // namespace

CmsisDapUsb::CmsisDapUsb(DapVersion version, const std::string& board_name, SwjPort& wire, WireClock& wire_clock,
                         ProbeHardware& hardware, std::int64_t unplug_at)
    : version_(version),
      identity_(version, board_name),
      firmware_({DapIdentity::manufacturer(), identity_.product_name(), identity_.serial()}, wire, wire_clock,
                hardware),
      hardware_(&hardware),
      cable_(unplug_at) {}

Result<void> CmsisDapUsb::write(std::uint8_t endpoint, ByteView data) {
    if (cable_.unplugged()) return fail(unplugged());
    if (endpoint != DapIdentity::out_endpoint) {
        return fail(ErrorKind::link, fmt::format("the CMSIS-DAP probe has no endpoint 0x{:02x} to write to", endpoint));
    }
    // Each packet of a longer transfer is a command of its own.
    for (std::size_t sent = 0; sent == 0 || sent < data.size(); sent += packet_bytes) {
        if (!wait_for_room()) {
            return fail(ErrorKind::timeout,
                        fmt::format("the CMSIS-DAP probe takes no command while all its {} buffers are full; read its "
                                    "answers first",
                                    DapFirmware::packet_count));
        }
        const ByteView packet = data.subspan(sent, std::min(packet_bytes, data.size() - sent));
        pay_out(sent / packet_bytes);
        let_pass(packet.size());
        if (cable_.unplugged()) return fail(unplugged());
        firmware_.receive(packet);
    }
    return {};
}

Result<std::size_t> CmsisDapUsb::read(std::uint8_t endpoint, MutableByteView out, Duration timeout) {
    if (cable_.unplugged()) return fail(unplugged());
    const machine::Picoseconds handed_over = host_now();
    if (endpoint != DapIdentity::in_endpoint || !wait_for_answer(handed_over + timeout)) {
        wait_until(handed_over + timeout);
        return fail(ErrorKind::timeout,
                    fmt::format("the CMSIS-DAP probe sent nothing on endpoint 0x{:02x} within {} ms", endpoint,
                                timeout / std::chrono::milliseconds(1)));
    }
    Bytes answer = firmware_.take_answer();
    const machine::Picoseconds ready = ready_.front();
    ready_.pop_front();
    if (is_hid()) answer.resize(packet_bytes);
    const std::size_t length = std::min(out.size(), answer.size());
    pay_in(handed_over, ready);
    let_pass(length);
    if (cable_.unplugged()) return fail(unplugged());
    std::copy_n(answer.begin(), length, out.begin());
    return length;
}

bool CmsisDapUsb::work() {
    if (working_ || cable_.unplugged()) return false;
    working_ = true;
    const bool done = firmware_.step();
    if (firmware_.answers() > ready_.size()) ready_.push_back(now());
    working_ = false;
    return done;
}

bool CmsisDapUsb::wait_for_room() {
    while (!firmware_.has_room() && work()) {}
    return firmware_.has_room();
}

bool CmsisDapUsb::wait_for_answer(machine::Picoseconds deadline) {
    while (!firmware_.has_answer() && now() <= deadline && work()) {}
    return firmware_.has_answer();
}

// HID: one report in a frame. Bulk: handed over, then its split transaction; further packets follow it.
void CmsisDapUsb::pay_out(std::size_t earlier_packets) {
    if (is_hid()) {
        wait_until(next_frame(host_now()) + full_speed_packet);
    } else {
        wait_until(host_now() + (earlier_packets == 0 ? microframe + split_transaction : full_speed_packet));
    }
}

// Bulk: the host asks from when a program wants an answer, and the first split transaction after it is ready fetches
// it. HID: the host's driver asks in every frame, whether a program wants to read or not, and keeps what it gets.
void CmsisDapUsb::pay_in(machine::Picoseconds handed_over, machine::Picoseconds ready) {
    if (is_hid()) {
        last_report_ = std::max(next_frame(ready), last_report_ + full_speed.frame);
        wait_until(std::max(handed_over, last_report_ + full_speed_packet));
    } else {
        wait_until(std::max(ready, handed_over + microframe) + split_transaction);
    }
}

void CmsisDapUsb::wait_until(machine::Picoseconds moment) {
    if (moment > now()) hardware_->time().advance(moment - now());
    host_at_ = moment;
    left_at_ = now();
}

void CmsisDapUsb::let_pass(std::size_t payload_bytes) {
    cable_.let_pass(payload_bytes);
    if (cable_.unplugged()) reset();  // without power the probe drives nothing
}

void CmsisDapUsb::reset() {
    firmware_.plug_in();
    ready_.clear();
}

void CmsisDapUsb::open() { cable_.plug_in(); }

}  // namespace jig::bench
