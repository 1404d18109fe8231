// SPDX-License-Identifier: Apache-2.0
#include "bench/stlink/debug_link.hpp"

namespace jig::bench {
namespace {

// DP registers, ARM IHI 0031.
constexpr std::uint8_t DPIDR = 0x0;  // reads
constexpr std::uint8_t ABORT = 0x0;  // writes
constexpr std::uint8_t CTRL_STAT = 0x4;
constexpr std::uint8_t SELECT = 0x8;
constexpr std::uint8_t RDBUFF = 0xC;
constexpr std::uint32_t clear_all = 0x1E;        // STKCMPCLR, STKERRCLR, WDERRCLR, ORUNERRCLR
constexpr std::uint32_t power_up = 0x5000'0000;  // CSYSPWRUPREQ, CDBGPWRUPREQ
constexpr std::uint32_t power_up_ack = 0xA000'0000;
constexpr unsigned power_up_polls = 100;

// How often the firmware repeats a packet that is answered with WAIT before it says so to the host. ST publishes no
// figure. At every speed up to 24 MHz this outlasts the 70 us a half-word takes to program (DS5792, table 29), so
// that WRITEMEM of 16 bits works on flash, and not the 20 ms of a page erase, during which users see AP_WAIT.
constexpr unsigned wait_retries = 100;

StlinkStatus status_of(const DapRequest& request, const SwdTransfer& reply) {
    switch (reply.ack) {
        case SwdAck::ok:
            if (!reply.parity_error) return StlinkStatus::ok;
            return request.ap ? StlinkStatus::ap_parity_error : StlinkStatus::dp_parity_error;
        case SwdAck::wait: return request.ap ? StlinkStatus::ap_wait : StlinkStatus::dp_wait;
        case SwdAck::fault: return request.ap ? StlinkStatus::ap_fault : StlinkStatus::dp_fault;
        case SwdAck::none: break;
    }
    return request.ap ? StlinkStatus::ap_error : StlinkStatus::dp_error;
}

}  // namespace

StlinkStatus DebugLink::connect(std::uint32_t& dpidr) {
    select_.reset();
    host_.jtag_to_swd();
    host_.idle(swd_idle_clocks);
    if (read_dp(DPIDR, dpidr) != StlinkStatus::ok) return StlinkStatus::get_idcode_error;
    clear_sticky_errors();
    if (write_dp(CTRL_STAT, power_up) != StlinkStatus::ok) return StlinkStatus::get_idcode_error;
    for (unsigned poll = 0; poll < power_up_polls; ++poll) {
        std::uint32_t value = 0;
        const StlinkStatus status = read_dp(CTRL_STAT, value);
        if (status != StlinkStatus::ok) return status;
        if ((value & power_up_ack) == power_up_ack) return StlinkStatus::ok;
    }
    return StlinkStatus::no_device;
}

StlinkStatus DebugLink::read_dp(std::uint8_t address, std::uint32_t& value) {
    if ((address & 0xF) == CTRL_STAT) {
        const StlinkStatus status = select_value((select_.value_or(0) & ~0xFu) | address >> 4);
        if (status != StlinkStatus::ok) return status;
    }
    const DapRequest request{false, true, static_cast<std::uint8_t>(address & 0xC)};
    const SwdTransfer reply = send(request);
    value = reply.value;
    return status_of(request, reply);
}

StlinkStatus DebugLink::write_dp(std::uint8_t address, std::uint32_t value) {
    if ((address & 0xF) == CTRL_STAT) {
        const StlinkStatus status = select_value((select_.value_or(0) & ~0xFu) | address >> 4);
        if (status != StlinkStatus::ok) return status;
    }
    const DapRequest request{false, false, static_cast<std::uint8_t>(address & 0xC)};
    const SwdTransfer reply = send(request, value);
    if ((address & 0xC) == SELECT) select_ = reply.ack == SwdAck::ok ? std::optional(value) : std::nullopt;
    return status_of(request, reply);
}

StlinkStatus DebugLink::read_ap(std::uint8_t ap, std::uint8_t address, std::uint32_t& value) {
    std::uint32_t previous = 0;
    const StlinkStatus status = next_ap_read(ap, address, previous);
    return status == StlinkStatus::ok ? last_ap_result(value) : status;
}

StlinkStatus DebugLink::write_ap(std::uint8_t ap, std::uint8_t address, std::uint32_t value) {
    const StlinkStatus status = select(ap, address);
    if (status != StlinkStatus::ok) return status;
    const DapRequest request{true, false, static_cast<std::uint8_t>(address & 0xC)};
    return explain(status_of(request, send(request, value)));
}

StlinkStatus DebugLink::next_ap_read(std::uint8_t ap, std::uint8_t address, std::uint32_t& previous) {
    const StlinkStatus status = select(ap, address);
    if (status != StlinkStatus::ok) return status;
    const DapRequest request{true, true, static_cast<std::uint8_t>(address & 0xC)};
    const SwdTransfer reply = send(request);
    previous = reply.value;
    return explain(status_of(request, reply));
}

StlinkStatus DebugLink::last_ap_result(std::uint32_t& value) {
    const SwdTransfer reply = send({false, true, RDBUFF});
    value = reply.value;
    // RDBUFF speaks for the AP access that came before it.
    return explain(status_of({true, true, RDBUFF}, reply));
}

// FAULT says only that some sticky flag stands; CTRL/STAT says which.
StlinkStatus DebugLink::explain(StlinkStatus status) {
    std::uint32_t flags = 0;
    if (status != StlinkStatus::ap_fault) return status;
    // Where not even that can be read, the wire is at fault, not the access.
    const StlinkStatus asked = read_dp(CTRL_STAT, flags);
    if (asked != StlinkStatus::ok) return asked;
    if ((flags & ctrl_stat::WDATAERR) != 0) return StlinkStatus::ap_write_data_error;
    return (flags & ctrl_stat::STICKYORUN) != 0 ? StlinkStatus::ap_sticky_overrun : status;
}

void DebugLink::clear_sticky_errors() {
    (void)send({false, false, ABORT}, clear_all);
    select_.reset();
}

StlinkStatus DebugLink::select(std::uint8_t ap, std::uint8_t address) {
    return select_value(static_cast<std::uint32_t>(ap) << 24 | (address & 0xF0u));
}

StlinkStatus DebugLink::select_value(std::uint32_t value) {
    if (select_ == value) return StlinkStatus::ok;
    const DapRequest request{false, false, SELECT};
    const SwdTransfer reply = send(request, value);
    if (reply.ack == SwdAck::ok) select_ = value;
    return status_of(request, reply);
}

SwdTransfer DebugLink::send(const DapRequest& request, std::uint32_t value) {
    for (unsigned retries = 0;; ++retries) {
        const SwdTransfer reply = host_.transfer(request, value);
        host_.idle(swd_idle_clocks);
        if (reply.ack != SwdAck::wait || retries >= wait_retries) return reply;
    }
}

}  // namespace jig::bench
