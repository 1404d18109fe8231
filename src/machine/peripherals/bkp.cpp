// SPDX-License-Identifier: Apache-2.0
// BKP registers, RM0008 section 6.4.
#include "machine/peripherals/bkp.hpp"

#include "machine/peripherals/registers.hpp"

namespace jig::machine {
namespace {

constexpr std::uint32_t DR1 = 0x04, DR10 = 0x28, RTCCR = 0x2C, CR = 0x30, CSR = 0x34, DR11 = 0x40, DR42 = 0xBC;
constexpr std::uint32_t rtccr_bits = 0x3FF;  // ASOS, ASOE, CCO, CAL
constexpr std::uint32_t TPE = bit(0), TPAL = bit(1);
constexpr std::uint32_t CTE = bit(0), CTI = bit(1), TPIE = bit(2), TEF = bit(8), TIF = bit(9);
constexpr unsigned tamper_irq = 2;
constexpr Pin tamper_pin{'C', 13};

}  // namespace

// 0-based; nothing for other offsets and for registers this density does not have.
std::optional<unsigned> Bkp::data_register(std::uint32_t offset) const {
    std::optional<unsigned> index;
    if (offset >= DR1 && offset <= DR10) index = (offset - DR1) / 4;
    if (offset >= DR11 && offset <= DR42) index = 10 + (offset - DR11) / 4;
    return index && *index < registers_ ? index : std::nullopt;
}

BusReply Bkp::read(Fabric& fabric, std::uint32_t offset, Width) {
    const std::uint32_t reg = word_offset(offset);
    const BackupDomain backup = fabric.backup();
    if (const auto index = data_register(reg)) return {.value = backup.dr(*index)};
    switch (reg) {
        case RTCCR: return {.value = backup.rtccr()};
        case CR: return {.value = backup.cr()};
        case CSR: return {.value = csr_ | (backup.tef() ? TEF : 0)};
        default: return {};
    }
}

// 5.1.2: after reset the backup domain is protected against parasitic writes until DBP is set. 6.4.4: while TEF is set
// the data registers are held in reset.
BusReply Bkp::write(Fabric& fabric, std::uint32_t offset, Width, std::uint32_t value) {
    if (!fabric.backup_writable()) return {};
    const std::uint32_t reg = word_offset(offset);
    BackupDomain backup = fabric.backup();
    if (const auto index = data_register(reg)) {
        if (!backup.tef()) backup.set_dr(*index, static_cast<std::uint16_t>(value));
        return {};
    }
    switch (reg) {
        case RTCCR: backup.set_rtccr(value & rtccr_bits); break;
        case CR: backup.set_cr(value & (TPE | TPAL)); break;
        case CSR: write_csr(backup, value); break;
        default: break;
    }
    watch_tamper(fabric);
    return {};
}

// 6.4.4: TIF is cleared by CTI and with TPIE.
void Bkp::write_csr(BackupDomain backup, std::uint32_t value) {
    csr_ = replaced(csr_, value, TPIE);
    if ((value & CTE) != 0) backup.set_tef(false);
    if ((value & CTI) != 0 || (value & TPIE) == 0) csr_ &= ~TIF;
}

// 6.4.4: TPIE and TIF are cleared by a system reset; everything else belongs to the backup domain.
void Bkp::reset(Fabric& fabric, ResetCause) {
    csr_ = 0;
    update_irq(fabric);
}

void Bkp::backup_domain_was_reset(Fabric& fabric) {
    *this = Bkp(registers_);
    update_irq(fabric);
}

void Bkp::pads_changed(Fabric& fabric) {
    if ((fabric.backup().cr() & TPE) != 0) watch_tamper(fabric);
}

// 6.3.1: the active level, reached or already there when TPE is set, erases the data registers.
void Bkp::watch_tamper(Fabric& fabric) {
    BackupDomain backup = fabric.backup();
    const bool active_high = (backup.cr() & TPAL) == 0;
    const bool active = (backup.cr() & TPE) != 0 && fabric.pad_is_high(tamper_pin) == active_high;
    if (active && !tamper_seen_) {
        backup.erase_data();
        backup.set_tef(true);
        if ((csr_ & TPIE) != 0) csr_ |= TIF;
    }
    tamper_seen_ = active;
    update_irq(fabric);
}

void Bkp::update_irq(Fabric& fabric) const { fabric.set_irq(tamper_irq, (csr_ & TPIE) != 0 && (csr_ & TIF) != 0); }

}  // namespace jig::machine
