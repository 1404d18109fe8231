// SPDX-License-Identifier: Apache-2.0
// Reset and clock control, RM0008 (rev 21) section 7: oscillators with their start-up times, the clock tree, peripheral
// clock enables and resets, and the flags that say why the chip was reset.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "machine/device.hpp"

namespace jig::machine {

// DS5792 rev 13 section 5.3: start-up times. Typical where a typical value is printed, else the maximum.
inline constexpr Picoseconds hsi_startup = std::chrono::microseconds{2};   // Table 25, maximum
inline constexpr Picoseconds hse_startup = std::chrono::milliseconds{2};   // Table 23, typical
inline constexpr Picoseconds lse_startup = std::chrono::seconds{3};        // Table 24, typical
inline constexpr Picoseconds lsi_startup = std::chrono::microseconds{85};  // Table 26, maximum
inline constexpr Picoseconds pll_lock = std::chrono::microseconds{200};    // Table 28, maximum

struct RccConfig {
    std::uint32_t hse_hz = 8'000'000;  // 0: no crystal fitted, HSERDY never comes
    std::uint32_t lse_hz = 32'768;     // 0: no crystal fitted, LSERDY never comes
};

class Rcc final : public Device {
 public:
    explicit Rcc(const RccConfig& config) : config_(config) {}

    BusReply read(Fabric& fabric, std::uint32_t offset, Width width) override;
    BusReply write(Fabric& fabric, std::uint32_t offset, Width width, std::uint32_t value) override;
    void reset(Fabric& fabric, ResetCause cause) override;
    void tick(Fabric& fabric) override { settle(fabric); }

    // RCC_AHBENR, RCC_APB1ENR, RCC_APB2ENR: whether the peripheral behind `bit_number` has its clock.
    [[nodiscard]] bool enabled(Bus bus, unsigned bit_number) const;
    // RCC_APB1RSTR, RCC_APB2RSTR: whether it is held in reset.
    [[nodiscard]] bool held_in_reset(Bus bus, unsigned bit_number) const;
    // RCC_CR.HSION.
    [[nodiscard]] bool hsi_on() const { return (cr_ & 1U) != 0; }
    // Stop is over: HSI drives SYSCLK, HSE and PLL are off (5.3.4).
    void wake_from_stop(Fabric& fabric);
    // What of the clocks goes on in Stop and Standby (5.3.4, 5.3.5), and on VBAT alone (5.1.2).
    [[nodiscard]] ClockTree tree_in_stop(BackupDomain backup) const;
    [[nodiscard]] ClockTree tree_on_battery(BackupDomain backup) const;

 private:
    struct Oscillator {
        std::optional<Picoseconds> ready_at;  // nothing: off, already ready, or never going to be
        bool ready = false;
    };
    enum Source : unsigned { lsi, lse, hsi, hse, pll, sources };  // in the order of RCC_CIR's flags
    static constexpr std::array<Source, 3> by_sw{hsi, hse, pll};  // RCC_CFGR.SW and SWS

    [[nodiscard]] std::uint32_t value_of(Fabric& fabric, std::uint32_t offset) const;
    void write_cr(Fabric& fabric, std::uint32_t value);
    void write_cfgr(std::uint32_t value);
    void write_cir(std::uint32_t value);
    void write_bdcr(Fabric& fabric, std::uint32_t value);
    void write_csr(Fabric& fabric, std::uint32_t value);
    void write_reset(Fabric& fabric, Bus bus, std::uint32_t value);
    void switch_on(Fabric& fabric, Source source, bool on, Picoseconds startup, bool fitted);
    void settle(Fabric& fabric);
    void take_ready(Picoseconds now);
    [[nodiscard]] std::optional<Picoseconds> next_ready() const;
    [[nodiscard]] bool pll_selects(Source source) const;
    [[nodiscard]] bool used_by_sysclk(Source source) const;
    [[nodiscard]] std::uint32_t pll_hz() const;
    [[nodiscard]] bool rtc_runs_on(Source source, BackupDomain backup) const;
    [[nodiscard]] std::uint32_t rtc_hz(BackupDomain backup) const;
    [[nodiscard]] ClockTree tree(BackupDomain backup) const;

    RccConfig config_;
    std::array<Oscillator, sources> oscillators_{};
    std::uint32_t cr_ = 0x83;
    std::uint32_t cfgr_ = 0;
    std::uint32_t sws_ = 0;
    std::uint32_t cir_ = 0;
    std::uint32_t apb2rstr_ = 0;
    std::uint32_t apb1rstr_ = 0;
    std::uint32_t ahbenr_ = 0x14;
    std::uint32_t apb2enr_ = 0;
    std::uint32_t apb1enr_ = 0;
    bool bdrst_ = false;  // the rest of RCC_BDCR is in Fabric::backup()
    std::uint32_t csr_ = 0;
};

}  // namespace jig::machine
