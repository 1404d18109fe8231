// SPDX-License-Identifier: Apache-2.0
// The Cortex-M3's AHB-AP: its registers, and how a DRW access becomes bus accesses. Register altitude: it does not know
// of posted reads, acknowledgements or sticky flags; the debug port asks for one access and is told when it is over.
// DDI 0337 (Cortex-M3 r1p1), "AHB-AP programmer's model"; ARM IHI 0031, "The Memory Access Port".
#pragma once

#include <cstdint>

#include "bench/debug_port/debug_bus.hpp"

namespace jig::bench {

class AhbAp {
 public:
    // One register access. TAR moves, and `reply.fault` counts, when time has come to reply.ready_at: see complete().
    struct Access {
        machine::DebugReply reply;
        std::uint32_t next_tar = 0;
    };

    explicit AhbAp(DebugBus& bus) : bus_(&bus) {}

    // `address` is the bank of SELECT.APBANKSEL and A[3:2]: 0x00..0xFC.
    Access read(std::uint8_t address);
    Access write(std::uint8_t address, std::uint32_t value);
    // The access is over: without a fault TAR takes its next value.
    void complete(const Access& access);

    void power_on_reset();
    // DRW and BD0-3: the registers behind which the bus is.
    [[nodiscard]] static bool moves_data(std::uint8_t address);
    // DRW: the one register whose writes CTRL/STAT.TRNCNT repeats.
    [[nodiscard]] static bool counts_transactions(std::uint8_t address);
    // An aborted access still holds the bus until then; CSW.TrInProg shows it.
    void abandon_until(machine::Picoseconds time) { abandoned_until_ = time; }
    [[nodiscard]] bool transfer_in_progress() const { return bus_->now() < abandoned_until_; }

 private:
    [[nodiscard]] std::uint32_t csw() const;
    [[nodiscard]] machine::Width width() const;
    Access transfer(bool is_write, std::uint32_t value);
    Access banked(bool is_write, std::uint8_t address, std::uint32_t value);

    DebugBus* bus_;
    std::uint32_t csw_ = csw_reset;
    std::uint32_t tar_ = 0;
    machine::Picoseconds abandoned_until_{0};

    static constexpr std::uint32_t csw_reset = 0x43800042;
};

}  // namespace jig::bench
