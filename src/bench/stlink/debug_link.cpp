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
constexpr std::uint32_t clear_all = 0x1E;                // STKCMPCLR, STKERRCLR, WDERRCLR, ORUNERRCLR
constexpr std::uint32_t power_up_request = 0x5000'0000;  // CSYSPWRUPREQ, CDBGPWRUPREQ
constexpr std::uint32_t power_up_ack = 0xA000'0000;
constexpr unsigned power_up_polls = 100;

// How often the firmware repeats a packet that is answered with WAIT before it says so to the host. ST publishes no
// figure. At every speed up to 24 MHz this outlasts the 70 us a half-word takes to program (DS5792, table 29), so
// that WRITEMEM of 16 bits works on flash, and not the 20 ms of a page erase, during which users see AP_WAIT.
constexpr unsigned wait_retries = 100;

StlinkStatus status_of(const DapRequest& request, const DapTransfer& reply) {
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

StlinkStatus DebugLink::connect(Transport transport, std::uint32_t& idcode) {
    select_.reset();
    transport_ = transport;
    const StlinkStatus status = wake(idcode);
    return status == StlinkStatus::ok ? power_up() : status;
}

StlinkStatus DebugLink::wake(std::uint32_t& idcode) {
    if (transport_ == Transport::swd) {
        swd_.jtag_to_swd();
        swd_.idle(swd_idle_clocks);
        return read_dp(DPIDR, idcode) == StlinkStatus::ok ? StlinkStatus::ok : StlinkStatus::get_idcode_error;
    }
    swd_.swd_to_jtag();
    jtag_.reset();
    idcode = jtag_.read_idcode();
    // Every IDCODE begins with a one (IEEE 1149.1); a TDO that nobody drives reads as ones alone.
    const bool chip = (idcode & 1) != 0 && idcode != ~std::uint32_t{0};
    return chip ? StlinkStatus::ok : StlinkStatus::unknown_jtag_chain;
}

StlinkStatus DebugLink::power_up() {
    clear_sticky_errors();
    if (write_dp(CTRL_STAT, power_up_request) != StlinkStatus::ok) return StlinkStatus::get_idcode_error;
    for (unsigned poll = 0; poll < power_up_polls; ++poll) {
        std::uint32_t value = 0;
        const StlinkStatus status = read_dp(CTRL_STAT, value);
        if (status != StlinkStatus::ok) return status;
        if ((value & power_up_ack) == power_up_ack) return StlinkStatus::ok;
    }
    return StlinkStatus::no_device;
}

StlinkStatus DebugLink::read_dp(std::uint8_t address, std::uint32_t& value) {
    const StlinkStatus status = next_dp_read(address, value);
    if (status != StlinkStatus::ok || transport_ == Transport::swd) return status;
    return next_dp_read(RDBUFF, value);
}

StlinkStatus DebugLink::next_dp_read(std::uint8_t address, std::uint32_t& value) {
    const StlinkStatus selected = select_bank_of(address);
    if (selected != StlinkStatus::ok) return selected;
    const DapRequest request{false, true, static_cast<std::uint8_t>(address & 0xC)};
    const DapTransfer reply = send(request);
    value = reply.value;
    return status_of(request, reply);
}

StlinkStatus DebugLink::write_dp(std::uint8_t address, std::uint32_t value) {
    const StlinkStatus selected = select_bank_of(address);
    if (selected != StlinkStatus::ok) return selected;
    const DapRequest request{false, false, static_cast<std::uint8_t>(address & 0xC)};
    const DapTransfer reply = send(request, value);
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
    const DapTransfer reply = send(request);
    previous = reply.value;
    return explain(status_of(request, reply));
}

StlinkStatus DebugLink::last_ap_result(std::uint32_t& value) {
    const DapTransfer reply = send({false, true, RDBUFF});
    value = reply.value;
    // RDBUFF speaks for the AP access that came before it.
    const StlinkStatus status = status_of({true, true, RDBUFF}, reply);
    if (status == StlinkStatus::ok && transport_ == Transport::jtag) return sticky_status();
    return explain(status);
}

// FAULT says only that some sticky flag stands; CTRL/STAT says which.
StlinkStatus DebugLink::explain(StlinkStatus status) {
    if (status != StlinkStatus::ap_fault) return status;
    const StlinkStatus flags = sticky_status();
    return flags == StlinkStatus::ok ? status : flags;
}

// Where not even CTRL/STAT can be read, the wire is at fault, not the access.
StlinkStatus DebugLink::sticky_status() {
    std::uint32_t flags = 0;
    const StlinkStatus asked = read_dp(CTRL_STAT, flags);
    if (asked != StlinkStatus::ok) return asked;
    if ((flags & ctrl_stat::WDATAERR) != 0) return StlinkStatus::ap_write_data_error;
    if ((flags & ctrl_stat::STICKYORUN) != 0) return StlinkStatus::ap_sticky_overrun;
    return (flags & ctrl_stat::sticky_flags) != 0 ? StlinkStatus::ap_fault : StlinkStatus::ok;
}

// A JTAG-DP clears its flags by ones written to them, an SW-DP by ABORT (IHI 0031A 6.2.1, 6.2.3).
void DebugLink::clear_sticky_errors() {
    if (transport_ == Transport::swd) {
        (void)send({false, false, ABORT}, clear_all);
    } else {
        select_.reset();
        (void)write_dp(CTRL_STAT, power_up_request | ctrl_stat::sticky_flags);
    }
    select_.reset();
}

// Only CTRL/STAT's address is banked.
StlinkStatus DebugLink::select_bank_of(std::uint8_t address) {
    if ((address & 0xF) != CTRL_STAT) return StlinkStatus::ok;
    return select_value((select_.value_or(0) & ~0xFu) | address >> 4);
}

StlinkStatus DebugLink::select(std::uint8_t ap, std::uint8_t address) {
    return select_value(static_cast<std::uint32_t>(ap) << 24 | (address & 0xF0u));
}

StlinkStatus DebugLink::select_value(std::uint32_t value) {
    if (select_ == value) return StlinkStatus::ok;
    const DapRequest request{false, false, SELECT};
    const DapTransfer reply = send(request, value);
    if (reply.ack == SwdAck::ok) select_ = value;
    return status_of(request, reply);
}

DapTransfer DebugLink::send(const DapRequest& request, std::uint32_t value) {
    for (unsigned retries = 0;; ++retries) {
        DapTransfer reply;
        if (transport_ == Transport::jtag) {
            reply = jtag_.transfer(request, value);
        } else {
            reply = swd_.transfer(request, value);
            swd_.idle(swd_idle_clocks);
        }
        if (reply.ack != SwdAck::wait || retries >= wait_retries) return reply;
    }
}

}  // namespace jig::bench
