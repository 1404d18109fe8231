// SPDX-License-Identifier: Apache-2.0
// BKP registers, RM0008 section 6.4.
#include "machine/peripherals/bkp.hpp"

#include <algorithm>

#include "base/bytes.hpp"
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
    if (const auto index = data_register(reg)) return {.value = load_le16(fabric.backup().subspan(2 * *index))};
    switch (reg) {
        case RTCCR: return {.value = rtccr_};
        case CR: return {.value = cr_};
        case CSR: return {.value = csr_};
        default: return {};
    }
}

// 5.1.2: after reset the backup domain is protected against parasitic writes until DBP is set.
BusReply Bkp::write(Fabric& fabric, std::uint32_t offset, Width, std::uint32_t value) {
    if (!fabric.backup_writable()) return {};
    const std::uint32_t reg = word_offset(offset);
    if (const auto index = data_register(reg)) {
        if ((csr_ & TEF) != 0) return {};  // 6.4.4: the data registers are held in reset
        store_le16(fabric.backup().subspan(2 * *index), static_cast<std::uint16_t>(value));
        return {};
    }
    switch (reg) {
        case RTCCR: rtccr_ = value & rtccr_bits; break;
        case CR: cr_ = value & (TPE | TPAL); break;
        case CSR: write_csr(value); break;
        default: break;
    }
    watch_tamper(fabric);
    return {};
}

void Bkp::write_csr(std::uint32_t value) {
    csr_ = replaced(csr_, value, TPIE);
    if ((value & CTE) != 0) csr_ &= ~TEF;
    if ((value & CTI) != 0 || (value & TPIE) == 0) csr_ &= ~TIF;
}

// 6.4.4: TPIE and TIF are cleared by a system reset; everything else belongs to the backup domain.
void Bkp::reset(Fabric& fabric, ResetCause) {
    csr_ &= TEF;
    update_irq(fabric);
}

void Bkp::reset_backup_domain(Fabric& fabric) {
    std::ranges::fill(fabric.backup(), std::uint8_t{0});
    *this = Bkp(registers_);
    update_irq(fabric);
}

void Bkp::pads_changed(Fabric& fabric) {
    if ((cr_ & TPE) != 0) watch_tamper(fabric);
}

// 6.3.1: the active level, reached or already there when TPE is set, erases the data registers.
void Bkp::watch_tamper(Fabric& fabric) {
    const bool active_high = (cr_ & TPAL) == 0;
    const bool active = (cr_ & TPE) != 0 && fabric.pad_is_high(tamper_pin) == active_high;
    if (active && !tamper_seen_) {
        std::ranges::fill(fabric.backup(), std::uint8_t{0});
        csr_ |= TEF;
        if ((csr_ & TPIE) != 0) csr_ |= TIF;
    }
    tamper_seen_ = active;
    update_irq(fabric);
}

void Bkp::update_irq(Fabric& fabric) const { fabric.set_irq(tamper_irq, (csr_ & TPIE) != 0 && (csr_ & TIF) != 0); }

}  // namespace jig::machine
