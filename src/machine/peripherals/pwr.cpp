// SPDX-License-Identifier: Apache-2.0
// PWR registers, RM0008 section 5.4. VDD never sags here, so PVDO stays 0.
#include "machine/peripherals/pwr.hpp"

#include "machine/peripherals/registers.hpp"

namespace jig::machine {
namespace {

constexpr std::uint32_t CR = 0x00, CSR = 0x04;
constexpr std::uint32_t PDDS = bit(1), CWUF = bit(2), CSBF = bit(3), DBP = bit(8);
constexpr std::uint32_t cr_bits = 0x1F3;  // DBP, PLS, PVDE, PDDS, LPDS; CSBF and CWUF read 0
constexpr std::uint32_t WUF = bit(0), SBF = bit(1), EWUP = bit(8);

}  // namespace

BusReply Pwr::read(Fabric&, std::uint32_t offset, Width) {
    switch (word_offset(offset)) {
        case CR: return {.value = cr_};
        case CSR: return {.value = csr_};
        default: return {};
    }
}

BusReply Pwr::write(Fabric&, std::uint32_t offset, Width, std::uint32_t value) {
    switch (word_offset(offset)) {
        case CR:
            cr_ = value & cr_bits;
            if ((value & CWUF) != 0) csr_ &= ~WUF;
            if ((value & CSBF) != 0) csr_ &= ~SBF;
            break;
        case CSR: csr_ = replaced(csr_, value, EWUP); break;
        default: break;
    }
    return {};
}

// 5.4.2: WUF and EWUP are cleared by a system reset, SBF only by power-on reset or CSBF.
void Pwr::reset(Fabric&, ResetCause cause) {
    cr_ = 0;
    csr_ = cause == ResetCause::power_on ? 0 : csr_ & SBF;
}

bool Pwr::backup_writable() const { return (cr_ & DBP) != 0; }
bool Pwr::deep_sleep_is_standby() const { return (cr_ & PDDS) != 0; }
bool Pwr::wakeup_pin_enabled() const { return (csr_ & EWUP) != 0; }
void Pwr::was_in_standby(bool wakeup_event) { csr_ |= SBF | (wakeup_event ? WUF : 0); }

}  // namespace jig::machine
