// SPDX-License-Identifier: Apache-2.0
// An ST-Link on its USB cable: bulk transfers become commands and replies, and every transfer costs its time on the
// board's clock. Whatever carries the transfers (in process, TCP, a socket) pays the same.
#pragma once

#include <optional>

#include "bench/stlink/firmware.hpp"
#include "bench/stlink/usb_identity.hpp"
#include "bench/usb/usb_cable.hpp"
#include "bench/usb/usb_probe.hpp"

namespace jig::bench {

class StlinkUsb final : public UsbProbe {
 public:
    StlinkUsb(const StlinkVersion& version, const std::string& board_name, SwjPort& wire, WireClock& wire_clock,
              ProbeHardware& hardware, std::int64_t unplug_at);

    [[nodiscard]] const StlinkIdentity& identity() const override { return identity_; }
    Result<void> write(std::uint8_t endpoint, ByteView data) override;
    Result<std::size_t> read(std::uint8_t endpoint, MutableByteView out, Duration timeout) override;
    // A command is carried out before its transfer ends.
    [[nodiscard]] bool answering() const override { return false; }
    void open() override;
    void reset() override;
    void power_on() override { cable_.power_on(); }
    [[nodiscard]] std::uint64_t commands() const override { return firmware_.commands(); }

 private:
    Result<void> begin_command(ByteView data);
    void run(ByteView data);
    // Without power the probe drives nothing: nRST is let go when the cable comes out.
    std::size_t let_pass(std::size_t wanted);
    void pay(std::size_t payload_bytes);

    StlinkIdentity identity_;
    StlinkFirmware firmware_;
    ProbeHardware* hardware_;
    UsbTiming timing_;
    UsbCable cable_;
    CommandBlock command_;
    Bytes data_;                // of the command, as far as it has come
    std::size_t data_due_ = 0;  // bytes of data the command still waits for
    std::optional<Bytes> reply_;
};

}  // namespace jig::bench
