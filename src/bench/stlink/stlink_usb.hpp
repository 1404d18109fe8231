// SPDX-License-Identifier: Apache-2.0
// An ST-Link on its USB cable: bulk transfers become commands and replies, and every transfer costs its time on the
// board's clock. Whatever carries the transfers (in process, TCP, a socket) pays the same.
#pragma once

#include <optional>

#include "base/clock.hpp"
#include "bench/stlink/firmware.hpp"
#include "bench/stlink/usb_identity.hpp"

namespace jig::bench {

class StlinkUsb {
 public:
    StlinkUsb(const StlinkVersion& version, const std::string& board_name, SwjPort& wire, WireClock& wire_clock,
              ProbeHardware& hardware, std::int64_t unplug_at);

    [[nodiscard]] const StlinkIdentity& identity() const { return identity_; }
    // Errors: link (unplugged), timeout (an endpoint that has nothing to say).
    Result<void> write(std::uint8_t endpoint, ByteView data);
    Result<std::size_t> read(std::uint8_t endpoint, MutableByteView out, Duration timeout);
    // The cable is back in, or was never out: the firmware starts anew when it was.
    void open();
    // A port reset: the firmware starts anew.
    void reset();
    // The board's power came back; the faults counted since power-on begin again.
    void power_on();
    [[nodiscard]] std::uint64_t commands() const { return firmware_.commands(); }

 private:
    Result<void> begin_command(ByteView data);
    void run(ByteView data);
    // How many of `wanted` payload bytes pass before the cable comes out.
    std::size_t let_pass(std::size_t wanted);
    void pay(std::size_t payload_bytes);

    StlinkIdentity identity_;
    StlinkFirmware firmware_;
    ProbeHardware* hardware_;
    UsbTiming timing_;
    std::int64_t unplug_at_;  // payload bytes since power-on; negative: never
    bool unplug_due_;
    std::int64_t payload_bytes_ = 0;
    bool unplugged_ = false;
    CommandBlock command_;
    Bytes data_;                // of the command, as far as it has come
    std::size_t data_due_ = 0;  // bytes of data the command still waits for
    std::optional<Bytes> reply_;
};

}  // namespace jig::bench
