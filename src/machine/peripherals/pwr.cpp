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
constexpr Pin wkup{'A', 0};

}  // namespace

BusReply Pwr::read(Fabric&, std::uint32_t offset, Width) {
    switch (word_offset(offset)) {
        case CR: return {.value = cr_};
        case CSR: return {.value = csr_};
        default: return {};
    }
}

BusReply Pwr::write(Fabric& fabric, std::uint32_t offset, Width, std::uint32_t value) {
    switch (word_offset(offset)) {
        case CR:
            cr_ = value & cr_bits;
            if ((value & CWUF) != 0) csr_ &= ~WUF;
            if ((value & CSBF) != 0) csr_ &= ~SBF;
            break;
        case CSR: write_csr(fabric, value); break;
        default: break;
    }
    return {};
}

// 5.4.2: EWUP pulls WKUP down, and a WKUP that is high already is a wakeup event of its own.
void Pwr::write_csr(Fabric& fabric, std::uint32_t value) {
    const bool newly = (value & ~csr_ & EWUP) != 0;
    csr_ = replaced(csr_, value, EWUP);
    if (!newly) return;
    fabric.drive(wkup, Level::floating, Level::low);
    if (fabric.pad_is_high(wkup)) wakeup_event();
}

// 5.4.2: WUF and EWUP are cleared by a system reset, SBF only by power-on reset or CSBF. Waking up from Standby by an
// event is no system reset, and clears neither.
void Pwr::reset(Fabric&, ResetCause cause) {
    const bool woken = in_standby_ && (csr_ & WUF) != 0;
    cr_ = 0;
    if (!woken) csr_ &= SBF;
    if (in_standby_) csr_ |= SBF;
    if (cause == ResetCause::power_on) csr_ = 0;
    in_standby_ = false;
}

bool Pwr::backup_writable() const { return (cr_ & DBP) != 0; }
bool Pwr::deep_sleep_is_standby() const { return (cr_ & PDDS) != 0; }
bool Pwr::wakeup_pin_enabled() const { return (csr_ & EWUP) != 0; }
bool Pwr::wakeup_flag() const { return (csr_ & WUF) != 0; }
void Pwr::wakeup_event() { csr_ |= WUF; }

}  // namespace jig::machine
