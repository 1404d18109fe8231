// SPDX-License-Identifier: Apache-2.0
// A serial port as a line with a rate: what is sent takes its time, and every wait for an answer ends.
#pragma once

#include <memory>
#include <string>

#include "base/bytes.hpp"
#include "base/clock.hpp"
#include "base/result.hpp"
#include "port/ports.hpp"
#include "probe/uart_bootloader/uart_address.hpp"

namespace jig::probe::uart_bootloader {

class Line {
 public:
    // The port of `address`, at its rate. `clock` must outlive the line. Errors: as Ports::open_serial; usage (rate).
    static Result<std::unique_ptr<Line>> open(port::Ports& ports, const UartAddress& address);

    Result<void> set(std::uint32_t baud, port::Parity parity);
    [[nodiscard]] std::uint32_t baud() const { return baud_; }
    [[nodiscard]] port::Parity parity() const { return parity_; }
    [[nodiscard]] Clock& clock() { return *clock_; }
    // Start bit, eight data bits, parity if there is one, stop bit.
    [[nodiscard]] Duration time_of(std::size_t bytes) const;

    // Pins of the board that a line of the adapter reaches; nothing happens to those that none reaches. Errors:
    // unsupported (the port has no such lines).
    Result<void> set_pins(bool boot0_high, bool nrst_high);

    // Errors: link.
    Result<void> send(ByteView data);
    // Fills all of `out`. The wait is over when the bytes have had time to come both ways, the other side `work` on
    // top, and an adapter its delays. Errors: timeout (fewer came; the text counts), link.
    Result<void> receive(MutableByteView out, Duration work);
    // How long to wait for an answer of so many bytes: until they have had time to come, behind what is still being
    // sent, and the other side has had `work`, and an adapter its delays.
    [[nodiscard]] Duration patience(std::size_t bytes, Duration work) const;
    // At least one byte of what has come. Errors: timeout, link.
    Result<std::size_t> receive_some(MutableByteView out, Duration timeout);
    // Throws away what comes until nothing has come for as long as an adapter may hold it back. Errors: link.
    Result<void> drain();

 private:
    Line(std::unique_ptr<port::SerialPort> port, Clock& clock, UartAddress address);
    [[nodiscard]] Duration still_sending() const;

    std::unique_ptr<port::SerialPort> port_;
    Clock* clock_;
    UartAddress address_;
    std::uint32_t baud_ = 0;
    port::Parity parity_ = port::Parity::none;
    Duration sent_at_{0};  // when the last byte sent will have left the adapter
};

}  // namespace jig::probe::uart_bootloader
