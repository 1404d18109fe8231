// SPDX-License-Identifier: Apache-2.0
// A chip behind its USART1, whoever speaks for it there: ST's bootloader in ROM or our stub in SRAM. Middle altitude:
// callers name addresses and pages; blocks, checksums, lost bytes and repetitions are handled below. Nobody here knows
// what belongs on a board.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/clock.hpp"
#include "base/range.hpp"
#include "base/result.hpp"
#include "port/ports.hpp"

namespace jig::probe::uart_bootloader {

// How many bytes of a call are done; may be empty.
using Advance = std::function<void(std::uint64_t done_bytes)>;

// Errors, of all calls: protection, refused (it says no), fault (nothing is at that address; the stub alone), link
// (nothing, or nothing sensible, comes back however often it is tried; unplugged), usage (a rate that this computer
// does not have).
class SerialMemory {
 public:
    virtual ~SerialMemory() = default;
    virtual Result<void> read(std::uint32_t address, MutableByteView out, const Advance& advance) = 0;
    // Flash must be erased there. `address` is a word's; a last word that is not whole is filled up with 0xFF. Whether
    // the flash took it is for the caller to read back, or to compare checksums.
    virtual Result<void> write(std::uint32_t address, ByteView data, const Advance& advance) = 0;
    // Pages by number, as the chip's density counts them.
    virtual Result<void> erase_pages(std::span<const std::uint16_t> pages, const Advance& advance) = 0;
    virtual Result<void> erase_all() = 0;
    // CRC-32 of whole words as the chip's CRC unit computes it (RM0008 section 4). Errors: unsupported (the ROM alone).
    virtual Result<std::uint32_t> checksum(const AddressRange& range) = 0;
};

// What decides who may do what, and what the chip runs. All but the last two end in a system reset, and the
// bootloader is spoken to again; when the boot pins now choose the flash instead, that fails (link).
class SerialControl {
 public:
    virtual ~SerialControl() = default;
    // The 16 bytes as they lie at 0x1FFFF800; the option bytes are erased first.
    virtual Result<void> write_option_bytes(ByteView raw) = 0;
    virtual Result<void> protect_readout() = 0;
    // Erases the flash when it is protected, and leaves all other option bytes erased.
    virtual Result<void> unprotect_readout() = 0;
    virtual Result<void> reset() = 0;
    // BOOT0 low and a reset, so that the chip runs its flash; false: the adapter does not reach both pins, and nothing
    // was done.
    virtual Result<bool> reset_into_flash() = 0;
    // Runs what the vector table at `address` names; nobody answers after that.
    virtual Result<void> start(std::uint32_t address) = 0;
};

struct SerialChipInfo {
    std::string address;               // as -p takes it
    std::string speaker;               // "ROM bootloader 2.2", "RAM stub 1 over ROM bootloader 2.2"
    std::uint32_t baud = 0;            // now
    port::Parity parity{};             // now
    std::uint16_t product_id = 0;      // DBGMCU_IDCODE.DEV_ID
    bool can_reset = false;            // nRST hangs on a line of the adapter
    bool reads_registers = false;      // our stub does; the ROM refuses every peripheral
    unsigned repetitions = 0;          // what had to be sent or read again so far
    std::vector<std::string> notes{};  // what the user should know of this link
};

class SerialChip {
 public:
    virtual ~SerialChip() = default;
    [[nodiscard]] virtual SerialChipInfo info() const = 0;
    [[nodiscard]] virtual Clock& clock() = 0;
    [[nodiscard]] virtual SerialMemory& memory() = 0;
    [[nodiscard]] virtual SerialControl& control() = 0;
};

}  // namespace jig::probe::uart_bootloader
