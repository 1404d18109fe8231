// SPDX-License-Identifier: Apache-2.0
// The debug port's own registers, as SWD and as JTAG see them.
#include "bench/debug_port/ctrl_stat.hpp"
#include "bench/debug_port/debug_port.hpp"

namespace jig::bench {

using namespace ctrl_stat;

namespace {

constexpr std::uint8_t DPIDR = 0x0;
constexpr std::uint8_t CTRL_STAT = 0x4;  // and WCR where SELECT.CTRLSEL is 1
constexpr std::uint8_t RESEND = 0x8;     // SELECT when written
constexpr std::uint8_t RDBUFF = 0xC;

constexpr std::uint32_t select_CTRLSEL = 0xFu;
constexpr std::uint32_t select_APBANKSEL = 0xF0u;
constexpr std::uint32_t select_writable = 0xFF0000FFu;
constexpr std::uint32_t wcr_TURNROUND = 3u << 8;

}  // namespace

void DebugPort::power_on_reset() {
    ap_.power_on_reset();
    ctrl_stat_ = 0;
    select_ = 0;
    wcr_ = wcr_reset;
    ap_result_ = last_answer_ = jtag_result_ = 0;
    jtag_shows_ap_ = identified_ = false;
    pending_.reset();
    buffered_.reset();
}

void DebugPort::line_reset() {
    identified_ = false;
    wcr_ = wcr_reset;
}

std::uint32_t DebugPort::read_dp(std::uint8_t address) {
    switch (address) {
        case DPIDR: identified_ = true; return bus_->config().dpidr;
        case CTRL_STAT: return (select_ & select_CTRLSEL) == 0 ? visible_ctrl_stat() : wcr_;
        case RESEND: return last_answer_;
        case RDBUFF: return last_answer_ = ap_result_;
        default: return 0;
    }
}

void DebugPort::write_dp(std::uint8_t address, std::uint32_t value) {
    if (address == RESEND) select_ = value & select_writable;
    if (address != CTRL_STAT) return;
    if ((select_ & select_CTRLSEL) == 0) {
        write_ctrl_stat(value);
    } else {
        wcr_ = (wcr_ & ~wcr_TURNROUND) | (value & wcr_TURNROUND);
    }
}

// The requests are answered at once: nothing on the chip takes noticeable time to power up.
std::uint32_t DebugPort::visible_ctrl_stat() const {
    std::uint32_t value = ctrl_stat_;
    if ((value & CDBGPWRUPREQ) != 0) value |= CDBGPWRUPACK;
    if ((value & CSYSPWRUPREQ) != 0) value |= CSYSPWRUPACK;
    return value;
}

void DebugPort::write_ctrl_stat(std::uint32_t value) {
    const bool was_powered = debug_powered();
    ctrl_stat_ = (ctrl_stat_ & ~writable) | (value & writable);
    if (debug_powered() != was_powered) bus_->set_debug_power(debug_powered());
}

// The JTAG-DP (DPv0) has no register at 0, reads SELECT back, and RDBUFF as zero; WDATAERR and READOK are SW-DP's.
std::uint32_t DebugPort::read_jtag_dp(std::uint8_t address) const {
    switch (address) {
        case CTRL_STAT: return visible_ctrl_stat() & ~(WDATAERR | READOK);
        case RESEND: return select_;
        default: return 0;
    }
}

// Sticky flags are cleared by writing ones to them.
void DebugPort::write_jtag_dp(std::uint8_t address, std::uint32_t value) {
    if (address == RESEND) select_ = value & select_writable;
    if (address != CTRL_STAT) return;
    write_ctrl_stat(value);
    ctrl_stat_ &= ~(value & (STICKYORUN | STICKYCMP | STICKYERR));
}

bool DebugPort::debug_powered() const { return (ctrl_stat_ & CDBGPWRUPREQ) != 0; }

TransferMode DebugPort::transfer_mode() const {
    return static_cast<TransferMode>((ctrl_stat_ & TRNMODE) >> TRNMODE_shift);
}

std::uint8_t DebugPort::ap_register(const DapRequest& request) const {
    return static_cast<std::uint8_t>((select_ & select_APBANKSEL) | request.address);
}

void DebugPort::set_flag(std::uint32_t flag, bool on) { ctrl_stat_ = on ? ctrl_stat_ | flag : ctrl_stat_ & ~flag; }

bool DebugPort::reads_result(const DapRequest& request) {
    return request.read && (request.ap || request.address == RDBUFF);
}

}  // namespace jig::bench
