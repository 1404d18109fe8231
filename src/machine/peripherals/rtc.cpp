// SPDX-License-Identifier: Apache-2.0
// RTC registers, RM0008 section 18.4. PRL and ALR, which the manual calls write-only, read as they are: 18.3.3 speaks
// of reading them, and programs do.
#include "machine/peripherals/rtc.hpp"

#include <algorithm>
#include <utility>

#include "machine/peripherals/registers.hpp"

namespace jig::machine {
namespace {

constexpr std::uint32_t CRH = 0x00, CRL = 0x04, PRLH = 0x08, PRLL = 0x0C, DIVH = 0x10, DIVL = 0x14, CNTH = 0x18,
                        CNTL = 0x1C, ALRH = 0x20, ALRL = 0x24;
constexpr std::uint32_t SECF = bit(0), ALRF = bit(1), OWF = bit(2), RSF = bit(3), CNF = bit(4), RTOFF = bit(5);
constexpr std::uint32_t interrupts = SECF | ALRF | OWF;  // in CRH the same bits are SECIE, ALRIE, OWIE
constexpr unsigned irq = 3, alarm_line = 17;
constexpr unsigned write_edges = 3;  // 18.3.4: "it takes at least three RTCCLK cycles to complete"
constexpr std::uint32_t with_high(std::uint32_t old, std::uint32_t high) { return (old & 0xFFFF) | high << 16; }
constexpr std::uint32_t with_low(std::uint32_t old, std::uint32_t low) { return (old & 0xFFFF0000) | low; }

Picoseconds rtcclk_period(std::uint32_t hz) { return period_of(hz, {.hclk_hz = 0}); }

}  // namespace

BusReply Rtc::read(Fabric& fabric, std::uint32_t offset, Width) {
    settle(fabric);
    promise(fabric);
    return {.value = value_of(word_offset(offset))};
}

std::uint32_t Rtc::value_of(std::uint32_t offset) const {
    const RtcCounter& seen = synchronized_ ? counter_ : RtcCounter{};
    switch (offset) {
        case CRH: return crh_;
        case CRL: return flags_ | (configuring_ ? CNF : 0) | (edges_to_commit_ == 0 ? RTOFF : 0);
        case PRLH: return counter_.prl >> 16;
        case PRLL: return counter_.prl & 0xFFFF;
        case DIVH: return seen.div >> 16;
        case DIVL: return seen.div & 0xFFFF;
        case CNTH: return seen.cnt >> 16;
        case CNTL: return seen.cnt & 0xFFFF;
        case ALRH: return counter_.alr >> 16;
        case ALRL: return counter_.alr & 0xFFFF;
        default: return 0;
    }
}

// While RTOFF is 0 no register can be written. CRH and CRL do not belong to the backup domain (18.3.2: a system reset
// clears them), so DBP does not guard them.
BusReply Rtc::write(Fabric& fabric, std::uint32_t offset, Width, std::uint32_t value) {
    settle(fabric);
    if (edges_to_commit_ != 0) return {};
    const std::uint32_t reg = word_offset(offset);
    if (reg == CRH) crh_ = value & interrupts;
    if (reg == CRL) write_crl(value);
    if (reg >= PRLH && configuring_ && fabric.backup_writable()) collect(reg, value & 0xFFFF);
    plan(fabric);
    update_irq(fabric);
    return {};
}

// Flags are cleared by writing 0; leaving the configuration mode starts the write operation.
void Rtc::write_crl(std::uint32_t value) {
    flags_ &= value;
    const bool leaves = configuring_ && (value & CNF) == 0;
    configuring_ = (value & CNF) != 0;
    if (leaves) edges_to_commit_ = write_edges;
}

void Rtc::collect(std::uint32_t offset, std::uint32_t value) {
    const auto high = [value](std::optional<std::uint32_t>& written, std::uint32_t old) {
        written = with_high(written.value_or(old), value);
    };
    const auto low = [value](std::optional<std::uint32_t>& written, std::uint32_t old) {
        written = with_low(written.value_or(old), value);
    };
    switch (offset) {
        case PRLH: written_.prl = with_high(written_.prl.value_or(counter_.prl), value & 0xF); break;
        case PRLL: low(written_.prl, counter_.prl); break;
        case CNTH: high(written_.cnt, counter_.cnt); break;
        case CNTL: low(written_.cnt, counter_.cnt); break;
        case ALRH: high(written_.alr, counter_.alr); break;
        case ALRL: low(written_.alr, counter_.alr); break;
        default: break;
    }
}

// 18.4.4: the divider is reloaded after any change of PRL or CNT.
void Rtc::commit() {
    const Written written = std::exchange(written_, {});
    counter_.prl = written.prl.value_or(counter_.prl);
    counter_.cnt = written.cnt.value_or(counter_.cnt);
    counter_.alr = written.alr.value_or(counter_.alr);
    if (written.prl || written.cnt) counter_.div = counter_.prl;
}

// Edges that came before a write operation is over count with the old values, those behind it with the new ones.
void Rtc::pass_edges(Fabric& fabric, std::uint64_t edges) {
    if (edges == 0) return;
    flags_ |= RSF;
    synchronized_ = true;
    if (edges_to_commit_ != 0) {
        const std::uint64_t before = std::min<std::uint64_t>(edges, edges_to_commit_);
        advance(fabric, before);
        edges -= before;
        edges_to_commit_ -= static_cast<unsigned>(before);
        if (edges_to_commit_ == 0) commit();
    }
    advance(fabric, edges);
}

void Rtc::advance(Fabric& fabric, std::uint64_t edges) {
    const RtcEvents events = counter_.advance(edges);
    if (events.second) flags_ |= SECF;
    if (events.overflow) flags_ |= OWF;
    if (!events.alarm) return;
    flags_ |= ALRF;
    fabric.pulse_exti(alarm_line);
}

void Rtc::settle(Fabric& fabric) {
    if (hz_ != 0) {
        const Picoseconds period = rtcclk_period(hz_);
        const std::int64_t edges = (fabric.now() - at_) / period;
        at_ += edges * period;
        pass_edges(fabric, static_cast<std::uint64_t>(edges));
    }
    if (hz_ != fabric.clocks().rtc_hz) {
        hz_ = fabric.clocks().rtc_hz;
        at_ = fabric.now();
    }
    plan(fabric);
    update_irq(fabric);
}

// An alarm in a century is beyond what 63 bits of picoseconds hold: it never comes.
Picoseconds Rtc::edge(std::uint64_t number) const {
    const Picoseconds period = rtcclk_period(hz_);
    const auto most = static_cast<std::uint64_t>((Picoseconds::max() - at_) / period);
    return number > most ? Picoseconds::max() : at_ + static_cast<std::int64_t>(number) * period;
}

// The alarm leaves through EXTI whatever CRH says; the other events matter unseen only as interrupts.
void Rtc::plan(Fabric& fabric) const {
    if (hz_ == 0) return;
    std::uint64_t next = counter_.edges_to_alarm();
    const std::uint32_t awaited = crh_ & ~flags_;
    if ((awaited & SECF) != 0) next = std::min(next, counter_.edges_to_second());
    if ((awaited & OWF) != 0) next = std::min(next, counter_.edges_to_overflow());
    if (edges_to_commit_ != 0) next = std::min<std::uint64_t>(next, edges_to_commit_);
    fabric.wake_at(*this, edge(next));
}

// For a polling core: nothing here changes between two edges of RTCCLK.
void Rtc::promise(Fabric& fabric) const {
    if (hz_ != 0) fabric.nothing_changes_until(edge(1));
}

void Rtc::update_irq(Fabric& fabric) const { fabric.set_irq(irq, (flags_ & crh_ & interrupts) != 0); }

// 18.3.2. A write operation that was under way goes on: it is the backup domain's.
void Rtc::reset(Fabric& fabric, ResetCause) {
    settle(fabric);
    crh_ = 0;
    flags_ = 0;
    configuring_ = false;
    synchronized_ = false;
    if (edges_to_commit_ == 0) written_ = {};
    plan(fabric);
    update_irq(fabric);
}

void Rtc::backup_domain_was_reset(Fabric& fabric) {
    counter_ = {};
    written_ = {};
    edges_to_commit_ = 0;
    at_ = fabric.now();
    plan(fabric);
}

}  // namespace jig::machine
