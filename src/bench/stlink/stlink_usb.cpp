// SPDX-License-Identifier: Apache-2.0
#include "bench/stlink/stlink_usb.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace jig::bench {
namespace {

Error unplugged() { return {ErrorKind::link, "the ST-Link has left the USB bus; plug it in and begin again"}; }

}  // namespace

StlinkUsb::StlinkUsb(const StlinkVersion& version, const std::string& board_name, SwjPort& wire, WireClock& wire_clock,
                     ProbeHardware& hardware, std::int64_t unplug_at)
    : identity_(version, board_name),
      firmware_(version, wire, wire_clock, hardware),
      hardware_(&hardware),
      timing_(version.generation() == 2 ? full_speed : high_speed),
      cable_(unplug_at) {}

Result<void> StlinkUsb::write(std::uint8_t endpoint, ByteView data) {
    if (cable_.unplugged()) return fail(unplugged());
    if (endpoint != identity_.endpoints().out) {
        return fail(ErrorKind::link, fmt::format("the ST-Link has no endpoint 0x{:02x} to write to", endpoint));
    }
    const std::size_t passed = let_pass(data.size());
    pay(passed);
    if (cable_.unplugged()) return fail(unplugged());
    if (data_due_ == 0) return begin_command(data);
    const std::size_t taken = std::min(data.size(), data_due_);
    data_.insert(data_.end(), data.begin(), data.begin() + static_cast<std::ptrdiff_t>(taken));
    data_due_ -= taken;
    if (data_due_ == 0) run(data_);
    return {};
}

Result<void> StlinkUsb::begin_command(ByteView data) {
    command_ = CommandBlock(data);
    data_.clear();
    reply_.reset();
    data_due_ = firmware_.data_bytes(command_);
    if (data_due_ == 0) run({});
    return {};
}

void StlinkUsb::run(ByteView data) {
    const ByteView reply = firmware_.execute(command_, data);
    if (!reply.empty()) reply_ = Bytes(reply.begin(), reply.end());
}

Result<std::size_t> StlinkUsb::read(std::uint8_t endpoint, MutableByteView out, Duration timeout) {
    if (cable_.unplugged()) return fail(unplugged());
    if (endpoint != identity_.endpoints().in || !reply_) {
        hardware_->time().advance(timeout);
        return fail(ErrorKind::timeout, fmt::format("the ST-Link sent nothing on endpoint 0x{:02x} within {} ms",
                                                    endpoint, timeout / std::chrono::milliseconds(1)));
    }
    const std::size_t length = std::min(out.size(), reply_->size());
    const std::size_t passed = let_pass(length);
    pay(passed);
    if (cable_.unplugged()) return fail(unplugged());
    std::copy_n(reply_->begin(), length, out.begin());
    reply_.reset();
    return length;
}

void StlinkUsb::open() {
    if (!cable_.unplugged()) return;
    cable_.plug_in();
    reset();
}

void StlinkUsb::reset() {
    data_due_ = 0;
    data_.clear();
    reply_.reset();
    firmware_.plug_in();
}

std::size_t StlinkUsb::let_pass(std::size_t wanted) {
    const std::size_t passed = cable_.let_pass(wanted);
    if (cable_.unplugged()) hardware_->set_nrst(false);
    return passed;
}

void StlinkUsb::pay(std::size_t payload_bytes) { hardware_->time().advance(transfer_time(timing_, payload_bytes)); }

}  // namespace jig::bench
