// SPDX-License-Identifier: Apache-2.0
// A debug port on the end of some probe: accesses of its registers, in groups. What lies below is packets of a probe or
// bits on two wires; what lies above knows AHB-AP and memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/clock.hpp"
#include "base/result.hpp"

namespace jig::probe::mem_ap {

// The target's acknowledgement; `none` is anything that is no acknowledgement.
enum class Ack : std::uint8_t { ok, wait, fault, none };

// One access of a register of the DP, or of AP 0.
struct DapAccess {
    bool ap = false;
    bool read = false;
    std::uint8_t address = 0;         // 0x0, 0x4, 0x8 or 0xC
    std::uint32_t word = 0;           // written
    std::uint32_t* result = nullptr;  // read: where the word goes
};

// Accesses that hang together: once one fails, none behind it in the same group is tried.
using DapGroup = std::vector<DapAccess>;

// How much fits into a group.
struct GroupLimits {
    std::size_t reads = 0;
    std::size_t writes = 0;
};

struct DapOutcome {
    std::size_t groups = 0;  // done, counted from the first
    Ack ack = Ack::ok;       // of the group that failed
    bool damaged = false;    // it was OK, but what was read has the wrong parity

    [[nodiscard]] bool ok() const { return ack == Ack::ok && !damaged; }
};

class DapPort {
 public:
    virtual ~DapPort() = default;
    // Runs the groups in order. Where several are under way at once, those behind a failed one may have been tried:
    // they are for the caller to run again. Errors: link, timeout (the probe's; the target's are the outcome).
    virtual Result<DapOutcome> run(std::span<const DapGroup> groups) = 0;
    [[nodiscard]] virtual GroupLimits limits() const = 0;
    // DP ABORT, which the target takes whatever state it is in. Errors: as run().
    virtual Result<void> write_abort(std::uint32_t value) = 0;
    // `bits` on SWDIO, the lowest bit of the first byte first. Errors: as run().
    virtual Result<void> send_bits(std::size_t bits, ByteView levels) = 0;
    [[nodiscard]] virtual Clock& clock() = 0;
};

}  // namespace jig::probe::mem_ap
