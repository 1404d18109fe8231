// SPDX-License-Identifier: Apache-2.0
// One chip's ADIv5 debug port with its AHB-AP, at transaction altitude: whoever decodes the wire asks for one DP or AP
// access at the bus's now() and gets the acknowledgement. The port owns the registers, posted reads, sticky flags and
// WAIT; it never lets time pass. ARM IHI 0031 (DPv1), DDI 0337 (Cortex-M3 r1p1), RM0008 31.8.
#pragma once

#include <cstdint>
#include <optional>

#include "base/random.hpp"
#include "bench/debug_port/ahb_ap.hpp"
#include "bench/debug_port/ctrl_stat.hpp"
#include "bench/debug_port/debug_bus.hpp"

namespace jig::bench {

// The three bits of a packet's acknowledgement as they are read, first bit lowest (IHI 0031, "Serial Wire Debug
// protocol"). `none`: nobody answers, and the pull-up makes it three ones.
enum class SwdAck : std::uint8_t { ok = 1, wait = 2, fault = 4, none = 7 };

// One register access as a packet request or a JTAG scan names it.
struct DapRequest {
    bool ap = false;           // APnDP
    bool read = false;         // RnW
    std::uint8_t address = 0;  // A[3:2] as 0x0, 0x4, 0x8, 0xC
    friend constexpr bool operator==(const DapRequest&, const DapRequest&) = default;
};

// WAITs that no transaction under way explains: a probability per AP access, from a seed.
struct WaitInjection {
    std::uint64_t seed = 1;
    double probability = 0.0;
};

class DebugPort {
 public:
    explicit DebugPort(DebugBus& bus, const WaitInjection& wait = {});

    // ---- SW-DP. A packet's request decides the acknowledgement; the data phase follows it.
    // What the port answers to `request` now: ok, wait or fault. Sets STICKYORUN where overrun detection asks for it.
    [[nodiscard]] SwdAck acknowledge(const DapRequest& request);
    // The read that was acknowledged with ok: the DP register, or the result of the AP read before this one.
    [[nodiscard]] std::uint32_t read(const DapRequest& request);
    // The data of the write that was acknowledged with ok.
    void write(const DapRequest& request, std::uint32_t value);
    // That data came with a wrong parity: WDATAERR.
    void write_damaged();
    // Whether WAIT and FAULT are followed by a data phase.
    [[nodiscard]] bool overrun_detection() const { return (ctrl_stat_ & ctrl_stat::ORUNDETECT) != 0; }
    // Turnaround in clock cycles: WCR.TURNROUND + 1.
    [[nodiscard]] unsigned turnaround() const { return 1 + ((wcr_ >> 8) & 3u); }
    // Line reset: DPIDR must be read before anything else is answered with OK.
    void line_reset();

    // ---- JTAG-DP. There is no FAULT; sticky flags are read and cleared in CTRL/STAT.
    // False: WAIT, the AP is busy, and nothing is taken over.
    [[nodiscard]] bool jtag_ready(bool ap);
    void jtag_update(const DapRequest& request, std::uint32_t value);
    // What the next Capture-DR of DPACC or APACC shows.
    [[nodiscard]] std::uint32_t jtag_result();
    void jtag_abort(std::uint32_t value);

    [[nodiscard]] DebugBus& bus() { return *bus_; }
    // Every register as after power-on. System reset and nRST do not reach the debug port.
    void power_on_reset();

    struct Counters {
        std::uint64_t transactions = 0;  // acknowledged with ok
        std::uint64_t waits = 0;
        std::uint64_t faults = 0;
        std::uint64_t injected_waits = 0;
    };
    [[nodiscard]] const Counters& counters() const { return counters_; }

 private:
    // An AP access under way.
    struct Pending {
        AhbAp::Access access;
        bool is_read = false;
        bool pushed = false;  // a write that is a read and a comparison
        std::uint8_t address = 0;
        std::uint32_t value = 0;
    };
    // The SW-DP's write buffer, RM0008 31.8.4.
    struct BufferedWrite {
        DapRequest request;
        std::uint32_t value = 0;
    };

    [[nodiscard]] SwdAck decide(const DapRequest& request);
    [[nodiscard]] bool must_wait(const DapRequest& request);
    [[nodiscard]] static bool always_answered(const DapRequest& request);
    [[nodiscard]] bool inject_wait();
    [[nodiscard]] static bool reads_result(const DapRequest& request);

    void settle();
    void perform_write(const DapRequest& request, std::uint32_t value);
    void release_buffered();
    void drop_buffered();
    void start(std::uint8_t address, bool is_read, std::uint32_t value);
    void begin(Pending access);
    void finish(const Pending& done);
    [[nodiscard]] bool take_repeat(const Pending& done);
    void compare(std::uint32_t wanted, std::uint32_t found);
    void abort(std::uint32_t value);
    void jtag_ap(const DapRequest& request, std::uint32_t value);

    [[nodiscard]] std::uint32_t read_dp(std::uint8_t address);
    void write_dp(std::uint8_t address, std::uint32_t value);
    [[nodiscard]] std::uint32_t read_jtag_dp(std::uint8_t address) const;
    void write_jtag_dp(std::uint8_t address, std::uint32_t value);
    [[nodiscard]] std::uint32_t visible_ctrl_stat() const;
    void write_ctrl_stat(std::uint32_t value);
    void set_flag(std::uint32_t flag, bool on);
    [[nodiscard]] bool ap_selected() const { return (select_ >> 24) == 0; }
    [[nodiscard]] bool debug_powered() const;
    [[nodiscard]] ctrl_stat::TransferMode transfer_mode() const;
    [[nodiscard]] std::uint8_t ap_register(const DapRequest& request) const;

    static constexpr std::uint32_t wcr_reset = 0x40;  // WIREMODE = synchronous

    DebugBus* bus_;
    AhbAp ap_;
    Random random_;
    double wait_probability_;
    std::uint32_t ctrl_stat_ = 0;
    std::uint32_t select_ = 0;
    std::uint32_t wcr_ = wcr_reset;
    std::uint32_t ap_result_ = 0;    // of the last AP read that was completed
    std::uint32_t last_answer_ = 0;  // what RESEND repeats
    std::uint32_t jtag_result_ = 0;
    bool jtag_shows_ap_ = false;  // the next Capture-DR shows ap_result_
    bool identified_ = false;     // DPIDR was read since the last line reset
    std::optional<Pending> pending_;
    std::optional<BufferedWrite> buffered_;
    Counters counters_;
};

}  // namespace jig::bench
