// SPDX-License-Identifier: Apache-2.0
// An ST-Link's firmware: commands in, replies out, as OpenOCD, stlink-tools and pyOCD use them. It knows nothing of
// USB; StlinkUsb moves the blocks. A command that this version does not have is answered with "unknown command".
#pragma once

#include <array>
#include <span>

#include "bench/stlink/command_block.hpp"
#include "bench/stlink/firmware_version.hpp"
#include "bench/stlink/memory_access.hpp"
#include "bench/stlink/probe_hardware.hpp"
#include "bench/time/wire_clock.hpp"

namespace jig::bench {

class StlinkFirmware {
 public:
    // Its memory for one transfer: longer ones are refused.
    static constexpr std::size_t buffer_bytes = 6144;

    StlinkFirmware(const StlinkVersion& version, SwjPort& wire, WireClock& clock, ProbeHardware& hardware);

    // How many bytes the host sends after this command, before it is carried out.
    [[nodiscard]] std::size_t data_bytes(const CommandBlock& command) const;
    // Carries a command out. The reply is valid until the next; it is empty where the command has none.
    [[nodiscard]] ByteView execute(const CommandBlock& command, ByteView data);
    // Plugged in: back in the mode a host finds first, nRST released.
    void plug_in();
    [[nodiscard]] const StlinkVersion& version() const { return version_; }
    [[nodiscard]] std::uint64_t commands() const { return commands_; }

 private:
    enum class Mode : std::uint8_t { dfu = 0, mass_storage = 1, debug = 2, swim = 3 };
    using Handler = ByteView (StlinkFirmware::*)(const CommandBlock&, ByteView);
    struct DebugCommand {
        std::uint8_t opcode;
        StlinkFeature since;
        bool in_debug_mode;
        Handler run;
    };
    // The longest reply that is not memory: 88 bytes of registers, 128 of board identifiers.
    static constexpr std::size_t reply_bytes = 128;

    // firmware.cpp
    [[nodiscard]] static std::span<const DebugCommand> debug_commands();
    [[nodiscard]] ByteView debug_command(const CommandBlock& command, ByteView data);
    [[nodiscard]] ByteView voltage();
    ByteView status_only(StlinkStatus status);
    ByteView status_and_word(StlinkStatus status, std::uint32_t word);
    ByteView zeros(StlinkStatus status, std::size_t size_bytes);
    ByteView copy(ByteView bytes);

    // firmware_modes.cpp
    void leave_debug_mode();
    void set_khz(Transport transport, std::uint32_t khz);
    ByteView enter(const CommandBlock& command, ByteView data);
    ByteView exit(const CommandBlock& command, ByteView data);
    ByteView read_core_id(const CommandBlock& command, ByteView data);
    ByteView read_idcodes(const CommandBlock& command, ByteView data);
    ByteView set_divisor(const CommandBlock& command, ByteView data);
    ByteView set_frequency(const CommandBlock& command, ByteView data);
    ByteView get_frequencies(const CommandBlock& command, ByteView data);
    ByteView drive_nrst(const CommandBlock& command, ByteView data);
    ByteView accept(const CommandBlock& command, ByteView data);
    ByteView trace_bytes(const CommandBlock& command, ByteView data);
    ByteView disk_name(const CommandBlock& command, ByteView data);
    ByteView board_identifiers(const CommandBlock& command, ByteView data);

    // firmware_memory.cpp
    ByteView read_memory(const CommandBlock& command, ByteView data);
    ByteView write_memory(const CommandBlock& command, ByteView data);
    ByteView last_status(const CommandBlock& command, ByteView data);
    ByteView last_status2(const CommandBlock& command, ByteView data);
    [[nodiscard]] MemoryRequest memory_request(const CommandBlock& command, machine::Width width) const;
    [[nodiscard]] StlinkStatus check_transfer(const MemoryRequest& request, std::size_t length) const;

    // firmware_misc.cpp
    struct MiscCursor {
        std::uint32_t address = 0;
        std::uint8_t ap = 0;
    };
    ByteView misc_out(const CommandBlock& command, ByteView data);
    ByteView misc_in(const CommandBlock& command, ByteView data);
    ByteView misc_maximum(const CommandBlock& command, ByteView data);
    [[nodiscard]] std::size_t misc_limit() const;
    [[nodiscard]] std::size_t misc_data_bytes(const CommandBlock& command) const;
    StlinkStatus misc_item(std::uint8_t kind, std::uint32_t& value, MiscCursor& at);

    // firmware_dap.cpp
    ByteView open_ap(const CommandBlock& command, ByteView data);
    ByteView close_ap(const CommandBlock& command, ByteView data);
    ByteView read_dap_register(const CommandBlock& command, ByteView data);
    ByteView write_dap_register(const CommandBlock& command, ByteView data);
    [[nodiscard]] StlinkStatus check_ap(std::uint16_t port, std::uint16_t address, bool read) const;
    [[nodiscard]] bool ap_usable(std::size_t ap) const;
    [[nodiscard]] bool memory_usable(std::size_t ap) const;

    // firmware_core.cpp
    ByteView read_debug_register(const CommandBlock& command, ByteView data);
    ByteView write_debug_register(const CommandBlock& command, ByteView data);
    ByteView core_status(const CommandBlock& command, ByteView data);
    ByteView force_debug(const CommandBlock& command, ByteView data);
    ByteView run_core(const CommandBlock& command, ByteView data);
    ByteView step_core(const CommandBlock& command, ByteView data);
    ByteView reset_system(const CommandBlock& command, ByteView data);
    ByteView read_register(const CommandBlock& command, ByteView data);
    ByteView write_register(const CommandBlock& command, ByteView data);
    ByteView read_all_registers(const CommandBlock& command, ByteView data);
    StlinkStatus core_register(std::uint32_t selector, std::uint32_t& value);

    StlinkVersion version_;
    WireClock* clock_;
    ProbeHardware* hardware_;
    DebugLink link_;
    MemoryAccess memory_;
    Mode mode_ = Mode::dfu;
    std::uint32_t idcode_ = 0;  // of who answered when debug mode was entered
    std::uint32_t swd_khz_ = 0;
    std::uint32_t jtag_khz_ = 0;
    std::array<bool, 256> open_aps_{};
    MemoryReply last_;                                 // what GETLASTRWSTATUS answers
    std::array<std::uint8_t, buffer_bytes> buffer_{};  // a failed read leaves what an earlier one put here
    std::array<std::uint8_t, reply_bytes> reply_{};
    Bytes misc_results_;  // of the last batch: a word per item, then a status per item
    std::uint64_t commands_ = 0;
};

}  // namespace jig::bench
