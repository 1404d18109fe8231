// SPDX-License-Identifier: Apache-2.0
// MRS and MSR, DDI 0403 B5.2.2 and B5.2.3.
#include "machine/core/state.hpp"

namespace jig::machine {

namespace {

// SYSm.
constexpr unsigned kMsp = 8;
constexpr unsigned kPsp = 9;
constexpr unsigned kPrimask = 16;
constexpr unsigned kBasepri = 17;
constexpr unsigned kBasepriMax = 18;
constexpr unsigned kFaultmask = 19;
constexpr unsigned kControl = 20;

}  // namespace

std::uint32_t CoreState::read_special(unsigned sysm) const {
    if (sysm < 8) {  // combinations of APSR (not with bit 2), IPSR (bit 0) and EPSR, which reads as zero
        const std::uint32_t flags = (sysm & 4) == 0 ? reg.apsr() : 0;
        return flags | ((sysm & 1) != 0 && reg.privileged() ? reg.ipsr : 0);
    }
    if (sysm == kControl) return reg.control;
    if (!reg.privileged()) return 0;
    switch (sysm) {
        case kMsp: return reg.msp();
        case kPsp: return reg.psp();
        case kPrimask: return reg.primask;
        case kBasepri:
        case kBasepriMax: return reg.basepri;
        case kFaultmask: return reg.faultmask;
        default: return 0;
    }
}

void CoreState::write_special(unsigned sysm, unsigned mask, std::uint32_t value) {
    if (sysm < 8) {
        if ((sysm & 4) == 0 && (mask & 2) != 0) reg.set_apsr(value);
        return;
    }
    if (!reg.privileged()) return;
    attend();
    const std::uint32_t level = value & kPriorityMask;
    switch (sysm) {
        case kMsp: reg.set_msp(value); break;
        case kPsp: reg.set_psp(value); break;
        case kPrimask: reg.primask = value & 1; break;
        case kBasepri: reg.basepri = level; break;
        case kBasepriMax:
            if (level != 0 && (level < reg.basepri || reg.basepri == 0)) reg.basepri = level;
            break;
        case kFaultmask:
            if ((value & 1) == 0 || nvic.execution_priority(reg) > -1) reg.faultmask = value & 1;
            break;
        case kControl:
            // SPSEL is writable in Thread mode only.
            reg.set_control(reg.handler_mode() ? (reg.control & 2) | (value & 1) : value & 3);
            break;
        default: break;
    }
}

}  // namespace jig::machine
