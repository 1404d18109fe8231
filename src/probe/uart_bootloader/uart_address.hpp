// SPDX-License-Identifier: Apache-2.0
// "uart:PATH[@BAUD][,8e1|,8n1][,boot0=LINE][,nrst=LINE][,fast=BAUD][,rom]": a serial port with a board's USART1 behind
// it, and which of the adapter's output lines reach the board's BOOT0 and nRST.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "port/ports.hpp"

namespace jig::probe::uart_bootloader {

// One output of a serial adapter. On the TTL side of an adapter these outputs are low while asserted: "dtr" is a wire
// from DTR to the pin, "!dtr" one with an inverter, such as a transistor, between.
struct ControlLine {
    enum class Name : std::uint8_t { dtr, rts };
    Name name = Name::dtr;
    bool inverted = false;

    // Whether the line must be asserted for the board's pin to be high.
    [[nodiscard]] bool asserted_for(bool pin_high) const { return pin_high == inverted; }
    friend bool operator==(const ControlLine&, const ControlLine&) = default;
};

struct UartAddress {
    std::string path;
    std::uint32_t baud = 115200;
    std::optional<port::Parity> parity{};  // nothing: even, and none when that is not answered
    std::optional<ControlLine> boot0{};
    std::optional<ControlLine> nrst{};
    std::uint32_t fast_baud = 921600;  // what the stub is asked to go up to; no more than `baud`: it stays there
    bool rom_only = false;             // the stub is not to be used
    friend bool operator==(const UartAddress&, const UartAddress&) = default;
};

// `text` is what stands behind "uart:". Errors: usage.
[[nodiscard]] Result<UartAddress> parse_uart_address(std::string_view text);

}  // namespace jig::probe::uart_bootloader
