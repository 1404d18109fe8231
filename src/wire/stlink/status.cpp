// SPDX-License-Identifier: Apache-2.0
#include "wire/stlink/status.hpp"

#include <fmt/format.h>

#include <string_view>

namespace jig::wire::stlink {
namespace {

struct Row {
    std::uint8_t code;
    Outcome outcome;
    std::string_view text;
};

constexpr Row rows[] = {
    {0x80, Outcome::ok, "done"},
    // OpenOCD takes a failed write-verify for success, because the probe verifies what it should not.
    {0x0D, Outcome::ok, "write not verified by the probe"},
    {0x81, Outcome::fault, "access refused by the chip"},
    {0x01, Outcome::fault, "unknown error"},  // what old firmware says to an access that faulted
    {0x02, Outcome::wire, "SPI error inside the probe"},
    {0x03, Outcome::wire, "DMA error inside the probe"},
    {0x04, Outcome::no_target, "no chip in the JTAG chain"},
    {0x05, Outcome::no_target, "no chip found"},
    {0x06, Outcome::wire, "internal error of the probe"},
    {0x07, Outcome::wait, "probe is waiting for another command"},
    {0x08, Outcome::refused, "command error"},
    {0x09, Outcome::no_target, "no DPIDR from the chip"},
    {0x0A, Outcome::refused, "address not aligned"},
    {0x0B, Outcome::wire, "debug power-up failed"},
    {0x0C, Outcome::fault, "write failed"},
    {0x0E, Outcome::refused, "probe is in another mode"},
    {0x10, Outcome::wait, "AP WAIT"},
    {0x11, Outcome::fault, "AP FAULT"},
    {0x12, Outcome::wire, "AP protocol error"},
    {0x13, Outcome::wire, "AP parity error"},
    {0x14, Outcome::wait, "DP WAIT"},
    {0x15, Outcome::fault, "DP FAULT"},
    {0x16, Outcome::wire, "DP protocol error"},
    {0x17, Outcome::wire, "DP parity error"},
    {0x18, Outcome::wire, "AP write data error"},
    {0x19, Outcome::fault, "AP sticky error"},
    {0x1A, Outcome::wire, "AP sticky overrun"},
    {0x1D, Outcome::refused, "no such AP, or AP not opened"},
    {0x20, Outcome::refused, "no SWV"},
    {0x40, Outcome::refused, "configuration changed by another program"},
    {0x41, Outcome::refused, "frequency not supported"},
    {0x42, Outcome::refused, "unknown command"},
};

const Row* find(std::uint8_t code) {
    for (const Row& row : rows) {
        if (row.code == code) return &row;
    }
    return nullptr;
}

}  // namespace

Outcome Status::outcome() const {
    const Row* row = find(code);
    return row != nullptr ? row->outcome : Outcome::refused;
}

std::string Status::text() const {
    const Row* row = find(code);
    if (row == nullptr) return fmt::format("status 0x{:02x}", code);
    return fmt::format("{} (status 0x{:02x})", row->text, code);
}

}  // namespace jig::wire::stlink
