// SPDX-License-Identifier: Apache-2.0
// A CMSIS-DAP probe's firmware, protocol 2.1.2: command packets in, answer packets out, both in a queue. It works in
// pieces, of which step() does one: an access of a register, a command without one, a stretch of waiting. It knows
// nothing of USB; CmsisDapUsb moves the packets.
#pragma once

#include <array>
#include <deque>
#include <optional>
#include <string>

#include "bench/cmsis_dap/dap_clock.hpp"
#include "bench/cmsis_dap/jtag_driver.hpp"
#include "bench/cmsis_dap/swd_driver.hpp"
#include "bench/cmsis_dap/transfer_run.hpp"
#include "bench/stlink/probe_hardware.hpp"
#include "bench/time/wire_clock.hpp"

namespace jig::bench {

// What DAP_Info tells of the probe.
struct DapNames {
    std::string vendor;
    std::string product;
    std::string serial;
};

class DapFirmware final : private DapAccess {
 public:
    // As the Raspberry Pi Debug Probe has them (debugprobe, DAP_config.h: DAP_PACKET_SIZE and DAP_PACKET_COUNT), and
    // DAPLink on an nRF52820.
    static constexpr std::size_t packet_bytes = 64;
    static constexpr std::size_t packet_count = 8;

    DapFirmware(DapNames names, SwjPort& wire, WireClock& clock, ProbeHardware& hardware);
    DapFirmware(const DapFirmware&) = delete;  // the packet being read lies in its own queue
    DapFirmware& operator=(const DapFirmware&) = delete;

    // Whether another packet would find a free buffer.
    [[nodiscard]] bool has_room() const { return requests_.size() < packet_count; }
    // A packet of at most packet_bytes; only while has_room(). DAP_TransferAbort takes no buffer and has no answer.
    void receive(ByteView packet);
    // One piece of work; false when there is none: no packet, only packets that DAP_QueueCommands holds back, or no
    // buffer for an answer.
    bool step();
    [[nodiscard]] bool busy() const;

    [[nodiscard]] bool has_answer() const { return !answers_.empty(); }
    [[nodiscard]] std::size_t answers() const { return answers_.size(); }
    // Only while has_answer().
    Bytes take_answer();

    // Plugged in: nothing is connected, every pin is let go, all settings are their defaults.
    void plug_in();
    // Packets that were carried out.
    [[nodiscard]] std::uint64_t commands() const { return commands_; }

 private:
    using Handler = void (DapFirmware::*)(PacketWriter&);
    struct Command {
        std::uint8_t id;
        Handler run;
    };
    struct Pins {
        bool swclk = true;
        bool swdio = true;
        bool tdi = true;
        bool ntrst = true;
        bool nreset = true;
    };

    // firmware.cpp
    [[nodiscard]] static const Command* find_command(std::uint8_t id);
    [[nodiscard]] bool begins_run() const;
    void begin_packet();
    void run_command();
    void finish_packet();
    void go_on_waiting();
    std::uint8_t access(const DapRequest& request, std::uint32_t& value) override;

    // firmware_general.cpp
    void info(PacketWriter& answer);
    void host_status(PacketWriter& answer);
    void connect(PacketWriter& answer);
    void disconnect(PacketWriter& answer);
    void delay(PacketWriter& answer);
    void reset_target(PacketWriter& answer);
    void release_pins();
    static void put_text(PacketWriter& answer, const std::string& text);

    // firmware_pins.cpp
    void swj_pins(PacketWriter& answer);
    void swj_clock(PacketWriter& answer);
    void swj_sequence(PacketWriter& answer);
    void swd_configure(PacketWriter& answer);
    void swd_sequence(PacketWriter& answer);
    void jtag_sequence(PacketWriter& answer);
    void jtag_configure(PacketWriter& answer);
    void jtag_idcode(PacketWriter& answer);
    void drive_pins(std::uint8_t levels, std::uint8_t selected);
    [[nodiscard]] std::uint8_t read_pins();

    // firmware_transfer.cpp
    void transfer_configure(PacketWriter& answer);
    void transfer(PacketWriter& answer);
    void transfer_block(PacketWriter& answer);
    void write_abort(PacketWriter& answer);
    // False: no transfer is possible as things are.
    [[nodiscard]] bool select_target(std::uint8_t index);

    DapNames names_;
    SwjPort* wire_;
    WireClock* clock_;
    ProbeHardware* hardware_;
    SwdDriver swd_;
    JtagDriver jtag_;
    DapTransport transport_ = DapTransport::none;
    TransferSettings settings_;
    std::uint32_t clock_hz_ = dap_clock_hz(dap_default_hz);
    Pins pins_;

    std::deque<Bytes> requests_;
    std::deque<Bytes> answers_;
    bool working_ = false;  // the first of requests_ is being carried out
    PacketReader packet_;   // what is left of it
    PacketWriter answer_;
    unsigned commands_left_ = 0;  // of DAP_ExecuteCommands, or 1
    std::optional<TransferRun> run_;
    machine::Picoseconds pause_{0};
    std::uint64_t commands_ = 0;
};

}  // namespace jig::bench
