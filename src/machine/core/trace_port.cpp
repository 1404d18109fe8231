// SPDX-License-Identifier: Apache-2.0
// ITM and TPIU registers.
#include "machine/core/trace_port.hpp"

namespace jig::machine {

namespace {

constexpr std::uint32_t kItmStimulusEnd = 0x080;
constexpr std::uint32_t kItmTer = 0xE00;
constexpr std::uint32_t kItmTpr = 0xE40;
constexpr std::uint32_t kItmTcr = 0xE80;
constexpr std::uint32_t kItmLockAccess = 0xFB0;
constexpr std::uint32_t kItmLockStatus = 0xFB4;
constexpr std::uint32_t kUnlockKey = 0xC5ACCE55;
constexpr std::uint32_t kItmTcrWritable = 0x007F0F1F;

constexpr std::uint32_t kTpiuSupportedSizes = 0x000;
constexpr std::uint32_t kTpiuCurrentSize = 0x004;
constexpr std::uint32_t kTpiuPrescaler = 0x010;
constexpr std::uint32_t kTpiuProtocol = 0x0F0;
constexpr std::uint32_t kTpiuFormatterStatus = 0x300;
constexpr std::uint32_t kTpiuFormatter = 0x304;
constexpr std::uint32_t kTpiuDevType = 0xFC8;

}  // namespace

std::uint32_t TracePort::read_itm(std::uint32_t offset) const {
    if (offset < kItmStimulusEnd) return 1;  // the FIFO takes another word
    switch (offset) {
        case kItmTer: return enabled_ports_;
        case kItmTpr: return privilege_;
        case kItmTcr: return control_;
        case kItmLockStatus: return unlocked_ ? 1 : 3;
        default: return 0;
    }
}

void TracePort::write_itm(std::uint32_t offset, std::uint32_t value) {
    if (offset == kItmLockAccess) unlocked_ = value == kUnlockKey;
    if (!unlocked_) return;
    switch (offset) {
        case kItmTer: enabled_ports_ = value; break;
        case kItmTpr: privilege_ = value & 0xF; break;
        case kItmTcr: control_ = value & kItmTcrWritable; break;
        default: break;
    }
}

std::uint32_t TracePort::read_tpiu(std::uint32_t offset) const {
    switch (offset) {
        case kTpiuSupportedSizes: return 0xB;  // 1, 2 and 4 bits
        case kTpiuCurrentSize: return port_size_;
        case kTpiuPrescaler: return prescaler_;
        case kTpiuProtocol: return protocol_;
        case kTpiuFormatterStatus: return 0x8;
        case kTpiuFormatter: return formatter_;
        case kTpiuDevType: return 0x11;
        default: return 0;
    }
}

void TracePort::write_tpiu(std::uint32_t offset, std::uint32_t value) {
    switch (offset) {
        case kTpiuCurrentSize: port_size_ = value & 0xB; break;
        case kTpiuPrescaler: prescaler_ = value & 0x1FFF; break;
        case kTpiuProtocol: protocol_ = value & 3; break;
        case kTpiuFormatter: formatter_ = value & 0x102; break;
        default: break;
    }
}

}  // namespace jig::machine
