// SPDX-License-Identifier: Apache-2.0
// An ST-Link's firmware on a recording chip: commands go in as hex, replies come out as hex.
#pragma once

#include <string>
#include <string_view>

#include "bench/debug_port/testing/recording_bus.hpp"
#include "bench/stlink/firmware.hpp"
#include "bench/stlink/stlink_usb.hpp"

namespace jig::bench::testing {

class StlinkRig final : public ProbeHardware, public BoardTime {
 public:
    explicit StlinkRig(std::string_view version)
        : port(bus), wire(port, wire_clock), firmware(StlinkVersion::parse(version).value(), wire, wire_clock, *this) {}

    // Bytes as hex, blanks allowed: "f2 30 a3".
    static Bytes bytes(std::string_view text) {
        std::string digits;
        for (const char c : text) {
            if (c != ' ') digits += c;
        }
        return from_hex(digits).value();
    }
    std::string ask(std::string_view command, ByteView data = {}) {
        return to_hex(firmware.execute(CommandBlock(bytes(command)), data));
    }
    // Out of DFU mode, into SWD or JTAG ("f2 30 a4"), with the access port open.
    void enter_debug(std::string_view enter = "f2 30 a3") {
        ask("f3 07");
        ask(enter);
        ask("f2 4b 00");
        bus.log.clear();
    }

    void set_nrst(bool low) override { nrst += low ? 'L' : 'H'; }
    [[nodiscard]] unsigned target_millivolts() const override { return millivolts; }
    [[nodiscard]] BoardTime& time() override { return *this; }
    void advance(machine::Picoseconds duration) override { bus.time += duration; }
    [[nodiscard]] machine::Picoseconds moment() const override { return bus.time; }

    RecordingBus bus;
    WireClock wire_clock{*this, 1000};
    DebugPort port;
    SwjPort wire;
    std::string nrst;  // every level it was driven to
    unsigned millivolts = 3300;
    StlinkFirmware firmware;
};

}  // namespace jig::bench::testing
