// SPDX-License-Identifier: Apache-2.0
// ITM and TPIU registers.
#include "machine/core/trace_port.hpp"

namespace jig::machine {

namespace {

constexpr std::uint32_t itm_stimulus_end = 0x080;
constexpr std::uint32_t ITM_TER = 0xE00;
constexpr std::uint32_t ITM_TPR = 0xE40;
constexpr std::uint32_t ITM_TCR = 0xE80;
constexpr std::uint32_t itm_lock_access = 0xFB0;
constexpr std::uint32_t itm_lock_status = 0xFB4;
constexpr std::uint32_t unlock_key = 0xC5ACCE55;
constexpr std::uint32_t itm_tcr_writable = 0x007F0F1F;

constexpr std::uint32_t tpiu_supported_sizes = 0x000;
constexpr std::uint32_t tpiu_current_size = 0x004;
constexpr std::uint32_t tpiu_prescaler = 0x010;
constexpr std::uint32_t tpiu_protocol = 0x0F0;
constexpr std::uint32_t tpiu_formatter_status = 0x300;
constexpr std::uint32_t tpiu_formatter = 0x304;
constexpr std::uint32_t tpiu_dev_type = 0xFC8;

}  // namespace

std::uint32_t TracePort::read_itm(std::uint32_t offset) const {
    if (offset < itm_stimulus_end) return 1;  // the FIFO takes another word
    switch (offset) {
        case ITM_TER: return enabled_ports_;
        case ITM_TPR: return privilege_;
        case ITM_TCR: return control_;
        case itm_lock_status: return unlocked_ ? 1 : 3;
        default: return 0;
    }
}

void TracePort::write_itm(std::uint32_t offset, std::uint32_t value) {
    if (offset == itm_lock_access) unlocked_ = value == unlock_key;
    if (!unlocked_) return;
    switch (offset) {
        case ITM_TER: enabled_ports_ = value; break;
        case ITM_TPR: privilege_ = value & 0xF; break;
        case ITM_TCR: control_ = value & itm_tcr_writable; break;
        default: break;
    }
}

std::uint32_t TracePort::read_tpiu(std::uint32_t offset) const {
    switch (offset) {
        case tpiu_supported_sizes: return 0xB;  // 1, 2 and 4 bits
        case tpiu_current_size: return port_size_;
        case tpiu_prescaler: return prescaler_;
        case tpiu_protocol: return protocol_;
        case tpiu_formatter_status: return 0x8;
        case tpiu_formatter: return formatter_;
        case tpiu_dev_type: return 0x11;
        default: return 0;
    }
}

void TracePort::write_tpiu(std::uint32_t offset, std::uint32_t value) {
    switch (offset) {
        case tpiu_current_size: port_size_ = value & 0xB; break;
        case tpiu_prescaler: prescaler_ = value & 0x1FFF; break;
        case tpiu_protocol: protocol_ = value & 3; break;
        case tpiu_formatter: formatter_ = value & 0x102; break;
        default: break;
    }
}

}  // namespace jig::machine
