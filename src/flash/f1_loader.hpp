// SPDX-License-Identifier: Apache-2.0
// The code in the chip's SRAM (firmware/loader/f1_loader.S) as the host sees it: where it lies, how it is started, and
// the mailbox and slots through which blocks reach it while it runs.
#pragma once

#include <cstdint>
#include <span>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "dap/target.hpp"

namespace jig::flash {

enum class LoaderEntry : std::uint32_t { program = 0, checksum = 4, options = 8 };

// What the loader reports; `status` is FLASH_SR of the half-word at `address` that failed, 0 while all is well.
struct Mailbox {
    std::uint32_t done = 0;
    std::uint32_t status = 0;
    std::uint32_t address = 0;
};

class F1Loader {
 public:
    static constexpr unsigned slots = 2;
    static constexpr std::uint32_t sram = 0x20000000;
    static constexpr std::uint32_t mailbox_address = sram + 0x140;
    static constexpr std::uint32_t options_table = sram + 0x150;  // of the options entry
    static constexpr std::uint32_t first_slot = sram + 0x200;
    static constexpr std::uint32_t footer_bytes = 16;
    // One ST-Link transfer takes at most 6144 bytes; a slot is filled by one.
    static constexpr std::uint32_t slot_limit = 6144;

    F1Loader(dap::Target& target, std::uint32_t sram_bytes);

    // Copies the code to SRAM. The core must be halted.
    Result<void> load();
    // Takes the numbers out of the slots, which SRAM may hold by chance.
    Result<void> clear_slots();
    // Clears the mailbox, sets r0.. to `arguments` and lets the core run from `entry`.
    Result<void> start(LoaderEntry entry, std::span<const std::uint32_t> arguments);
    // One block into its slot; the caller knows that the slot is free. `sequence` counts from 1.
    Result<void> put(std::uint32_t sequence, std::uint32_t address, ByteView bytes, std::uint32_t fpec);
    Result<Mailbox> mailbox();

    [[nodiscard]] std::uint32_t footer(unsigned slot) const;
    [[nodiscard]] std::uint32_t block_limit() const { return slot_bytes_ - footer_bytes; }

 private:
    dap::Target* target_;
    std::uint32_t slot_bytes_;
    bool prepared_ = false;  // interrupts are masked and the core is in Thumb state
};

}  // namespace jig::flash
