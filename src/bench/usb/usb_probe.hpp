// SPDX-License-Identifier: Apache-2.0
// A probe on its USB cable, whatever it speaks: transfers on endpoints, each of which costs its time on the board's
// clock, whoever carries them.
#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "bench/usb/usb_identity.hpp"

namespace jig::bench {

class UsbProbe {
 public:
    virtual ~UsbProbe() = default;
    [[nodiscard]] virtual const UsbIdentity& identity() const = 0;
    // Errors: link (unplugged, no such endpoint), timeout (an endpoint that takes or says nothing; a write fails at
    // once).
    virtual Result<void> write(std::uint8_t endpoint, ByteView data) = 0;
    virtual Result<std::size_t> read(std::uint8_t endpoint, MutableByteView out, Duration timeout) = 0;
    // Whether an answer is being made, so that it is worth waiting for.
    [[nodiscard]] virtual bool answering() const = 0;
    // The cable is back in, or was never out: the firmware starts anew when it was.
    virtual void open() = 0;
    // A port reset: the firmware starts anew.
    virtual void reset() = 0;
    // The board's power came back; the faults counted since power-on begin again.
    virtual void power_on() = 0;
    [[nodiscard]] virtual std::uint64_t commands() const = 0;
};

}  // namespace jig::bench
