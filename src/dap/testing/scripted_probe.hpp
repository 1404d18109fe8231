// SPDX-License-Identifier: Apache-2.0
// A probe that answers by a script: each line is one call, in order, and any other call fails the test.
#pragma once

#include <deque>
#include <memory>
#include <string>
#include <string_view>

#include "probe/probe.hpp"

namespace jig::dap::testing {

// Lines, with registers by name (DHCSR, DEMCR, DBGMCU_CR, …) or by address:
//   volts -> 3.30          speed 4000 -> 1800      nrst low       nrst high
//   connect -> 1ba01477    disconnect              anything ! link|wait|fault|unsupported
//   read DHCSR -> 00030003                         write DHCSR a05f0003
//   words 08000000 8 -> 0102030405060708           halves …, bytes … likewise
//   put words 20000000 aabbccdd                    put halves …, put bytes … likewise
class ScriptedProbe final : public probe::Probe, private probe::MemoryAccess {
 public:
    // `clock` must outlive the probe; lines left over when the probe dies fail the test.
    ScriptedProbe(std::string_view script, Clock& clock);
    ~ScriptedProbe() override;

    [[nodiscard]] const probe::ProbeInfo& info() const override { return info_; }
    Result<double> target_volts() override;
    Result<std::uint32_t> set_speed_khz(std::uint32_t khz) override;
    Result<void> set_nrst(bool low) override;
    Result<std::uint32_t> connect() override;
    Result<void> disconnect() override;
    [[nodiscard]] probe::MemoryAccess& memory() override { return *this; }
    [[nodiscard]] Clock& clock() override { return clock_; }

 private:
    Result<void> read_words(std::uint32_t address, MutableByteView out) override;
    Result<void> write_words(std::uint32_t address, ByteView data) override;
    Result<void> read_halves(std::uint32_t address, MutableByteView out) override;
    Result<void> write_halves(std::uint32_t address, ByteView data) override;
    Result<void> read_bytes(std::uint32_t address, MutableByteView out) override;
    Result<void> write_bytes(std::uint32_t address, ByteView data) override;
    Result<std::uint32_t> read_debug_register(std::uint32_t address) override;
    Result<void> write_debug_register(std::uint32_t address, std::uint32_t value) override;

    // The next line must be `call`; what stands behind its arrow.
    Result<std::string> play(const std::string& call);
    Result<void> play_read(std::string_view width, std::uint32_t address, MutableByteView out);
    Result<void> play_write(std::string_view width, std::uint32_t address, ByteView data);

    std::deque<std::string> lines_;
    Clock& clock_;
    probe::ProbeInfo info_{"stlink@1-2", "ST-Link V2", "", "V2J37S7"};
};

}  // namespace jig::dap::testing
