// SPDX-License-Identifier: Apache-2.0
// A way to reach a board's debug port: one probe, opened. It knows the wire and the reset line, nothing of the chip.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/clock.hpp"
#include "base/result.hpp"

namespace jig::probe {

// Memory as a MEM-AP sees it, by a probe that drives the AP itself. Low altitude: the caller aligns and splits by
// width, the probe splits by its transfer limits and TAR boundary, asks for the status of every transfer, clears sticky
// errors, and tries again on WAIT and on bits lost on the wire, with a count.
// Trying again: reads, words and bytes are sent again whole, so a word or byte may reach its address twice; that is
// harmless to memory and to most registers, not to FLASH_KEYR. Half-words are never sent again blindly, because the F1
// flash answers PGERR to the second programming: what is there is read back and writing goes on where it differs.
// Errors: wait, fault, link, timeout, unsupported (write_halves with ST-Link firmware before V2J26).
class MemoryAccess {
 public:
    virtual ~MemoryAccess() = default;
    // `out` and `data` are whole words at a word-aligned address.
    virtual Result<void> read_words(std::uint32_t address, MutableByteView out) = 0;
    virtual Result<void> write_words(std::uint32_t address, ByteView data) = 0;
    virtual Result<void> read_halves(std::uint32_t address, MutableByteView out) = 0;
    virtual Result<void> write_halves(std::uint32_t address, ByteView data) = 0;
    virtual Result<void> read_bytes(std::uint32_t address, MutableByteView out) = 0;
    virtual Result<void> write_bytes(std::uint32_t address, ByteView data) = 0;
    // One word at a word-aligned address, be it a register of the core or anything else. May be cheaper than
    // read_words.
    virtual Result<std::uint32_t> read_debug_register(std::uint32_t address) = 0;
    virtual Result<void> write_debug_register(std::uint32_t address, std::uint32_t value) = 0;
};

struct ProbeInfo {
    std::string address;  // what -p takes to choose it: "stlink@1-2.3", "stlink-tcp:127.0.0.1:7184/0"
    std::string kind;     // "ST-Link V2", "ST-Link V2-1", "ST-Link V3"
    std::string serial;
    std::string firmware;  // "V2J37S7"; empty while unopened
};

class Probe {
 public:
    virtual ~Probe() = default;
    [[nodiscard]] virtual const ProbeInfo& info() const = 0;
    // Volts at the probe's sense pin, which the board's VDD feeds. Errors: link, unsupported (a probe that cannot
    // measure).
    virtual Result<double> target_volts() = 0;
    // Asks for an SWCLK; answers what the probe chose, never faster. Errors: link.
    virtual Result<std::uint32_t> set_speed_khz(std::uint32_t khz) = 0;
    // Drives nRST low, or lets it go. Errors: link.
    virtual Result<void> set_nrst(bool low) = 0;
    // Line reset and DP power-up over SWD; the DPIDR that answered. May be called again to recover a lost link.
    // Errors: link (nothing answers on the wire, probe gone), wait (the DP answers, the AP does not), timeout.
    virtual Result<std::uint32_t> connect() = 0;
    // Lets nRST go and leaves debug mode. Called by the destructor when the owner did not. What the debugger has set in
    // the chip (C_DEBUGEN, DEMCR) is the owner's to undo before.
    virtual Result<void> disconnect() = 0;
    [[nodiscard]] virtual MemoryAccess& memory() = 0;
    [[nodiscard]] virtual Clock& clock() = 0;
};

}  // namespace jig::probe
