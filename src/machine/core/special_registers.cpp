// SPDX-License-Identifier: Apache-2.0
// MRS and MSR, DDI 0403 B5.2.2 and B5.2.3.
#include "machine/core/state.hpp"

namespace jig::machine {

namespace {

// SYSm.
constexpr unsigned MSP = 8;
constexpr unsigned PSP = 9;
constexpr unsigned PRIMASK = 16;
constexpr unsigned BASEPRI = 17;
constexpr unsigned BASEPRI_MAX = 18;
constexpr unsigned FAULTMASK = 19;
constexpr unsigned CONTROL = 20;

}  // namespace

std::uint32_t CoreState::read_special(unsigned sysm) const {
    if (sysm < 8) {  // combinations of APSR (not with bit 2), IPSR (bit 0) and EPSR, which reads as zero
        const std::uint32_t flags = (sysm & 4) == 0 ? reg.apsr() : 0;
        return flags | ((sysm & 1) != 0 && reg.privileged() ? reg.ipsr : 0);
    }
    if (sysm == CONTROL) return reg.control;
    if (!reg.privileged()) return 0;
    switch (sysm) {
        case MSP: return reg.msp();
        case PSP: return reg.psp();
        case PRIMASK: return reg.primask;
        case BASEPRI:
        case BASEPRI_MAX: return reg.basepri;
        case FAULTMASK: return reg.faultmask;
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
    const std::uint32_t level = value & priority_mask;
    switch (sysm) {
        case MSP: reg.set_msp(value); break;
        case PSP: reg.set_psp(value); break;
        case PRIMASK: reg.primask = value & 1; break;
        case BASEPRI: reg.basepri = level; break;
        case BASEPRI_MAX:
            if (level != 0 && (level < reg.basepri || reg.basepri == 0)) reg.basepri = level;
            break;
        case FAULTMASK:
            if ((value & 1) == 0 || nvic.execution_priority(reg) > -1) reg.faultmask = value & 1;
            break;
        case CONTROL:
            // SPSEL is writable in Thread mode only.
            reg.set_control(reg.handler_mode() ? (reg.control & 2) | (value & 1) : value & 3);
            break;
        default: break;
    }
}

}  // namespace jig::machine
