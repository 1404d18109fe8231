// SPDX-License-Identifier: Apache-2.0
// RCC's registers, RM0008 section 7.3. The clock security system (CSSON) can be switched on and never fires: the NMI
// of 7.2.7 needs a crystal that stops after it was ready, which no board here does.
#include "machine/peripherals/rcc.hpp"

#include <algorithm>

#include "machine/peripherals/registers.hpp"

namespace jig::machine {
namespace {

constexpr std::uint32_t CR = 0x00, CFGR = 0x04, CIR = 0x08, APB2RSTR = 0x0C, APB1RSTR = 0x10, AHBENR = 0x14,
                        APB2ENR = 0x18, APB1ENR = 0x1C, BDCR = 0x20, CSR = 0x24;

constexpr std::uint32_t HSION = bit(0), HSIRDY = bit(1), HSITRIM = 0x1Fu << 3, HSEON = bit(16), HSERDY = bit(17),
                        HSEBYP = bit(18), CSSON = bit(19), PLLON = bit(24), PLLRDY = bit(25);
// RCC_CR resets to 0x0000XX83, HSICAL being the factory's.
constexpr std::uint32_t HSICAL = 0x52u << 8;

constexpr std::uint32_t PLLSRC = bit(16), PLLXTPRE = bit(17), PLLMUL = 0xFu << 18;
constexpr std::uint32_t cfgr_pll = PLLSRC | PLLXTPRE | PLLMUL;
constexpr std::uint32_t cfgr_always = 0x0740FFF3;  // MCO, USBPRE, ADCPRE, PPRE2, PPRE1, HPRE, SW

constexpr std::uint32_t cir_flags = 0x9F, cir_enables = 0x1F00;

constexpr std::uint32_t apb2_bits = 0x0038FFFD;
constexpr std::uint32_t apb1_bits = 0x3AFEC9FF;
constexpr std::uint32_t ahb_bits = 0x00000557;

constexpr std::uint32_t LSEON = bit(0), LSERDY = bit(1), LSEBYP = bit(2), RTCSEL = 3u << 8, RTCEN = bit(15),
                        BDRST = bit(16);
constexpr std::uint32_t LSION = bit(0), LSIRDY = bit(1), RMVF = bit(24), PINRSTF = bit(26), PORRSTF = bit(27);

constexpr std::uint32_t hsi_hz = 8'000'000;
constexpr std::uint32_t lsi_hz = 40'000;

// 7.3.10: the flag of each cause. Every reset drives NRST low from inside (7.1.1), so PINRSTF comes with all of them.
constexpr std::uint32_t flags_of(ResetCause cause) {
    switch (cause) {
        case ResetCause::pin:
        case ResetCause::wakeup: return PINRSTF;
        case ResetCause::power_on: return PINRSTF | PORRSTF;
        case ResetCause::software: return PINRSTF | bit(28);
        case ResetCause::independent_watchdog: return PINRSTF | bit(29);
        case ResetCause::window_watchdog: return PINRSTF | bit(30);
        case ResetCause::low_power: return PINRSTF | bit(31);
    }
    return 0;
}

constexpr std::uint32_t hpre_divider(std::uint32_t hpre) {
    if (hpre < 8) return 1;
    return hpre < 12 ? bit(hpre - 7) : bit(hpre - 6);  // 2, 4, 8, 16, 64, 128, 256, 512
}
constexpr std::uint32_t ppre_divider(std::uint32_t ppre) { return ppre < 4 ? 1 : bit(ppre - 3); }

}  // namespace

bool Rcc::enabled(Bus bus, unsigned bit_number) const {
    switch (bus) {
        case Bus::ahb: return (ahbenr_ & bit(bit_number)) != 0;
        case Bus::apb1: return (apb1enr_ & bit(bit_number)) != 0;
        case Bus::apb2: return (apb2enr_ & bit(bit_number)) != 0;
    }
    return false;
}

bool Rcc::held_in_reset(Bus bus, unsigned bit_number) const {
    switch (bus) {
        case Bus::ahb: return false;  // these devices have no RCC_AHBRSTR
        case Bus::apb1: return (apb1rstr_ & bit(bit_number)) != 0;
        case Bus::apb2: return (apb2rstr_ & bit(bit_number)) != 0;
    }
    return false;
}

void Rcc::reset(Fabric& fabric, ResetCause cause) {
    csr_ = (cause == ResetCause::power_on ? 0 : csr_ & ~LSION) | flags_of(cause);
    cr_ = 0x83;
    cfgr_ = sws_ = cir_ = apb2rstr_ = apb1rstr_ = apb2enr_ = apb1enr_ = 0;
    ahbenr_ = 0x14;
    for (const Source source : {lsi, hse, pll}) oscillators_[source] = {};
    oscillators_[hsi] = {.ready_at = {}, .ready = true};
    // VBAT keeps an LSE running that was switched on before this chip had power.
    const bool lse_on = (fabric.backup().bdcr() & LSEON) != 0 && config_.lse_hz != 0;
    if (lse_on && !oscillators_[lse].ready_at) oscillators_[lse].ready = true;
    settle(fabric);
    fabric.set_clocks(tree(fabric.backup()));  // the enable bits have changed, even where no frequency has
}

void Rcc::wake_from_stop(Fabric& fabric) {
    cr_ = (cr_ & ~(HSEON | PLLON | CSSON)) | HSION;
    cfgr_ &= ~std::uint32_t{3};
    sws_ = 0;
    for (const Source source : {hse, pll}) oscillators_[source] = {};
    oscillators_[hsi] = {.ready_at = {}, .ready = true};
    settle(fabric);
}

std::uint32_t Rcc::value_of(Fabric& fabric, std::uint32_t offset) const {
    const auto ready = [this](Source source, std::uint32_t flag) { return oscillators_[source].ready ? flag : 0; };
    switch (offset) {
        case CR:
            return (cr_ & (HSION | HSITRIM | HSEON | HSEBYP | CSSON | PLLON)) | HSICAL | ready(hsi, HSIRDY) |
                   ready(hse, HSERDY) | ready(pll, PLLRDY);
        case CFGR: return cfgr_ | sws_ << 2;
        case CIR: return cir_;
        case APB2RSTR: return apb2rstr_;
        case APB1RSTR: return apb1rstr_;
        case AHBENR: return ahbenr_;
        case APB2ENR: return apb2enr_;
        case APB1ENR: return apb1enr_;
        case BDCR: return fabric.backup().bdcr() | (bdrst_ ? BDRST : 0) | ready(lse, LSERDY);
        case CSR: return csr_ | ready(lsi, LSIRDY);
        default: return 0;
    }
}

BusReply Rcc::read(Fabric& fabric, std::uint32_t offset, Width width) {
    settle(fabric);
    fabric.nothing_changes_until(next_ready().value_or(fabric.now() + quiet_ahead));
    return {.value = lanes_read(value_of(fabric, word_offset(offset)), offset, width)};
}

BusReply Rcc::write(Fabric& fabric, std::uint32_t offset, Width width, std::uint32_t value) {
    settle(fabric);
    const std::uint32_t reg = word_offset(offset);
    const std::uint32_t word =
        lanes_written(reg == CIR ? cir_ & cir_enables : value_of(fabric, reg), offset, width, value);
    switch (reg) {
        case CR: write_cr(fabric, word); break;
        case CFGR: write_cfgr(word); break;
        case CIR: write_cir(word); break;
        case APB2RSTR: write_reset(fabric, Bus::apb2, word & apb2_bits); break;
        case APB1RSTR: write_reset(fabric, Bus::apb1, word & apb1_bits); break;
        case AHBENR: ahbenr_ = word & ahb_bits; break;
        case APB2ENR: apb2enr_ = word & apb2_bits; break;
        case APB1ENR: apb1enr_ = word & apb1_bits; break;
        case BDCR: write_bdcr(fabric, word); break;
        case CSR: write_csr(fabric, word); break;
        default: break;
    }
    settle(fabric);
    if (reg >= APB2RSTR && reg <= APB1ENR) fabric.set_clocks(tree(fabric.backup()));
    return {};
}

// 7.3.1: what drives SYSCLK, directly or through the PLL, cannot be switched off; HSEBYP needs HSEON = 0.
void Rcc::write_cr(Fabric& fabric, std::uint32_t value) {
    if (used_by_sysclk(hsi)) value |= HSION;
    if (used_by_sysclk(hse)) value |= HSEON;
    if (used_by_sysclk(pll)) value |= PLLON;
    std::uint32_t writable = HSION | HSITRIM | HSEON | CSSON | PLLON;
    if ((cr_ & HSEON) == 0) writable |= HSEBYP;
    cr_ = replaced(cr_, value, writable);
    switch_on(fabric, hsi, (cr_ & HSION) != 0, hsi_startup, true);
    switch_on(fabric, hse, (cr_ & HSEON) != 0, hse_startup, config_.hse_hz != 0);
}

// 7.3.2: PLLSRC, PLLXTPRE and PLLMUL can be written only while the PLL is off.
void Rcc::write_cfgr(std::uint32_t value) {
    cfgr_ = replaced(cfgr_, value, cfgr_always | ((cr_ & PLLON) == 0 ? cfgr_pll : 0));
}

// 7.3.3: flags are cleared by writing 1 to the bit 16 places above them; those bits read 0.
void Rcc::write_cir(std::uint32_t value) { cir_ = replaced(cir_, value, cir_enables) & ~((value >> 16) & cir_flags); }

// 7.3.9: protected by PWR_CR.DBP; RTCSEL is decided once until BDRST; LSEBYP needs LSEON = 0.
void Rcc::write_bdcr(Fabric& fabric, std::uint32_t value) {
    if (!fabric.backup_writable()) return;
    bdrst_ = (value & BDRST) != 0;
    if (bdrst_) {
        oscillators_[lse] = {};
        fabric.reset_backup_domain();
        return;
    }
    BackupDomain backup = fabric.backup();
    const std::uint32_t before = backup.bdcr();
    std::uint32_t writable = LSEON | RTCEN;
    if ((before & LSEON) == 0) writable |= LSEBYP;
    if ((before & RTCSEL) == 0) writable |= RTCSEL;
    backup.set_bdcr(static_cast<std::uint16_t>(replaced(before, value, writable)));
    switch_on(fabric, lse, (value & LSEON) != 0, lse_startup, config_.lse_hz != 0);
}

void Rcc::write_csr(Fabric& fabric, std::uint32_t value) {
    csr_ = replaced(csr_, value, LSION);
    if ((value & RMVF) != 0) csr_ &= LSION;
    switch_on(fabric, lsi, (csr_ & LSION) != 0, lsi_startup, true);
}

void Rcc::write_reset(Fabric& fabric, Bus bus, std::uint32_t value) {
    std::uint32_t& rstr = bus == Bus::apb1 ? apb1rstr_ : apb2rstr_;
    const std::uint32_t newly = value & ~rstr;
    rstr = value;
    if (newly != 0) fabric.reset_peripherals(bus, newly);
}

void Rcc::switch_on(Fabric& fabric, Source source, bool on, Picoseconds startup, bool fitted) {
    Oscillator& oscillator = oscillators_[source];
    if (!on) {
        oscillator = {};
    } else if (!oscillator.ready && !oscillator.ready_at && fitted) {
        oscillator.ready_at = fabric.now() + startup;
    }
}

bool Rcc::pll_selects(Source source) const { return ((cfgr_ & PLLSRC) != 0 ? hse : hsi) == source; }

// As SYSCLK is, or as SW has selected it to become.
bool Rcc::used_by_sysclk(Source source) const {
    for (const std::uint32_t selected : {sws_, cfgr_ & 3}) {
        if (selected >= by_sw.size()) continue;
        if (by_sw[selected] == source || (by_sw[selected] == pll && pll_selects(source))) return true;
    }
    return false;
}

// RCC_CIR's flags come only with their enable bit set, 7.3.3.
void Rcc::take_ready(Picoseconds now) {
    for (unsigned source = 0; source < sources; ++source) {
        Oscillator& oscillator = oscillators_[source];
        if (!oscillator.ready_at || *oscillator.ready_at > now) continue;
        oscillator = {.ready_at = {}, .ready = true};
        if ((cir_ & bit(8 + source)) != 0) cir_ |= bit(source);
    }
}

std::optional<Picoseconds> Rcc::next_ready() const {
    std::optional<Picoseconds> next;
    for (const Oscillator& oscillator : oscillators_)
        if (oscillator.ready_at && (!next || *oscillator.ready_at < *next)) next = oscillator.ready_at;
    return next;
}

// Brings everything to the present: oscillators that became ready, a switch of SYSCLK that waited for one (7.2.6),
// frequencies, the interrupt line and the next appointment.
void Rcc::settle(Fabric& fabric) {
    take_ready(fabric.now());
    const bool pll_fed = oscillators_[pll_selects(hse) ? hse : hsi].ready;
    switch_on(fabric, pll, (cr_ & PLLON) != 0 && pll_fed, pll_lock, true);
    const std::uint32_t sw = cfgr_ & 3;
    if (sw < by_sw.size() && oscillators_[by_sw[sw]].ready) sws_ = sw;
    if (const ClockTree now = tree(fabric.backup()); now != fabric.clocks()) fabric.set_clocks(now);
    fabric.set_irq(5, (cir_ & (cir_ >> 8) & 0x1F) != 0);
    if (const auto next = next_ready()) fabric.wake_at(*this, *next);
}

std::uint32_t Rcc::pll_hz() const {
    const std::uint32_t hse_in = (cfgr_ & PLLXTPRE) != 0 ? config_.hse_hz / 2 : config_.hse_hz;
    const std::uint32_t in = (cfgr_ & PLLSRC) != 0 ? hse_in : hsi_hz / 2;
    return in * std::min(field(cfgr_, 21, 18) + 2, std::uint32_t{16});
}

ClockTree Rcc::tree(BackupDomain backup) const {
    const std::array<std::uint32_t, 3> by_sws_hz = {hsi_hz, config_.hse_hz, pll_hz()};
    ClockTree tree;
    tree.sysclk_hz = by_sws_hz[sws_];
    tree.hclk_hz = tree.sysclk_hz / hpre_divider(field(cfgr_, 7, 4));
    const std::uint32_t divider1 = ppre_divider(field(cfgr_, 10, 8));
    const std::uint32_t divider2 = ppre_divider(field(cfgr_, 13, 11));
    tree.pclk1_hz = tree.hclk_hz / divider1;
    tree.pclk2_hz = tree.hclk_hz / divider2;
    tree.timer1_hz = divider1 == 1 ? tree.pclk1_hz : 2 * tree.pclk1_hz;
    tree.timer2_hz = divider2 == 1 ? tree.pclk2_hz : 2 * tree.pclk2_hz;
    tree.lse_hz = oscillators_[lse].ready ? config_.lse_hz : 0;
    tree.rtc_hz = rtc_hz(backup);
    tree.adc_hz = tree.pclk2_hz / (2 * (field(cfgr_, 15, 14) + 1));
    return tree;
}

// RTCSEL, 7.3.9: 01 LSE, 10 LSI, 11 HSE divided by 128.
bool Rcc::rtc_runs_on(Source source, BackupDomain backup) const {
    constexpr std::array<Source, 4> by_rtcsel{pll, lse, lsi, hse};
    const std::uint32_t rtcsel = field(backup.bdcr(), 9, 8);
    return (backup.bdcr() & RTCEN) != 0 && rtcsel != 0 && by_rtcsel[rtcsel] == source && oscillators_[source].ready;
}

std::uint32_t Rcc::rtc_hz(BackupDomain backup) const {
    if (rtc_runs_on(lse, backup)) return config_.lse_hz;
    if (rtc_runs_on(lsi, backup)) return lsi_hz;
    return rtc_runs_on(hse, backup) ? config_.hse_hz / 128 : 0;
}

ClockTree Rcc::tree_on_battery(BackupDomain backup) const {
    const ClockTree running = tree(backup);
    return {.sysclk_hz = 0,
            .hclk_hz = 0,
            .pclk1_hz = 0,
            .pclk2_hz = 0,
            .timer1_hz = 0,
            .timer2_hz = 0,
            .lsi_hz = running.lsi_hz,
            .lse_hz = running.lse_hz,
            .rtc_hz = rtc_runs_on(lse, backup) ? running.rtc_hz : 0,
            .adc_hz = 0};
}

ClockTree Rcc::tree_in_stop(BackupDomain backup) const {
    ClockTree stopped = tree_on_battery(backup);
    stopped.rtc_hz = rtc_runs_on(hse, backup) ? 0 : rtc_hz(backup);
    return stopped;
}

}  // namespace jig::machine
