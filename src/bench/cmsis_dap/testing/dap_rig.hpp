// SPDX-License-Identifier: Apache-2.0
// A CMSIS-DAP probe's firmware on a recording chip: packets go in as hex, answers come out as hex.
#pragma once

#include <string>
#include <string_view>

#include "bench/cmsis_dap/firmware.hpp"
#include "bench/debug_port/testing/recording_bus.hpp"

namespace jig::bench::testing {

class DapRig final : public ProbeHardware, public BoardTime {
 public:
    explicit DapRig(const WaitInjection& waits = {}, const ContactNoise& noise = {})
        : port(bus, waits), wire(port, wire_clock, noise), firmware(DapNames{"V", "P", "S"}, wire, wire_clock, *this) {
        firmware.plug_in();
        nrst.clear();
    }

    // Bytes as hex, blanks allowed: "02 01".
    static Bytes bytes(std::string_view text) {
        std::string digits;
        for (const char c : text) {
            if (c != ' ') digits += c;
        }
        return from_hex(digits).value();
    }
    // The answer to the first packet that is not answered yet; "-" when there is none.
    std::string ask(std::string_view packet) {
        firmware.receive(bytes(packet));
        return next_answer();
    }
    std::string next_answer() {
        while (!firmware.has_answer() && firmware.step()) {}
        return firmware.has_answer() ? to_hex(firmware.take_answer()) : "-";
    }
    // SWD chosen and woken, debug powered up, AP 0 with 32 bits and increment, TAR at the start of SRAM.
    void connect_swd() {
        ask("02 01");
        ask("12 88 ffffffffffffff 9ee7 ffffffffffffff 00");
        ask("05 00 01 02");
        set_up_memory();
    }
    // The same over JTAG.
    void connect_jtag() {
        ask("02 02");
        ask("12 88 ffffffffffffff 3ce7 ffffffffffffff 00");
        ask("15 02 04 05");
        set_up_memory();
    }
    void set_up_memory() {
        ask("05 00 04 04 00000050 08 00000000 01 12000023 05 00000020");
        bus.log.clear();
    }

    void set_nrst(bool low) override { nrst += low ? 'L' : 'H'; }
    [[nodiscard]] unsigned target_millivolts() const override { return 3300; }
    [[nodiscard]] BoardTime& time() override { return *this; }
    void advance(machine::Picoseconds duration) override { bus.time += duration; }
    [[nodiscard]] machine::Picoseconds moment() const override { return bus.time; }

    RecordingBus bus;
    WireClock wire_clock{*this, 1000};
    DebugPort port;
    SwjPort wire;
    std::string nrst;  // every level it was driven to
    DapFirmware firmware;
};

}  // namespace jig::bench::testing
