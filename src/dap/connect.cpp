// SPDX-License-Identifier: Apache-2.0
#include "dap/connect.hpp"

#include <fmt/format.h>

#include <array>

#include "dap/connected_target.hpp"

namespace jig::dap {
namespace {

// An STM32F103 runs from 2.0 V (DS5792 table 10); a probe measures to about a tenth.
constexpr double lowest_volts = 1.8;

// Clocks to fall back to on a bad wire: clones of the ST-Link on long wires are known to need 1.8 MHz or less.
constexpr std::array<std::uint32_t, 4> slower_khz = {4000, 1800, 950, 240};

// Firmware that sleeps wakes up from time to time; most do within this.
constexpr Duration patience = std::chrono::seconds(3);
constexpr Duration pause = std::chrono::milliseconds(5);

Result<std::optional<double>> check_supply(probe::Probe& probe) {
    const Result<double> volts = probe.target_volts();
    if (!volts && volts.error().kind == ErrorKind::unsupported) return std::optional<double>{};
    if (!volts) return fail(volts.error());
    if (*volts >= lowest_volts) return std::optional<double>{*volts};
    return fail(ErrorKind::refused, fmt::format("the target's supply measures {:.2f} V and an STM32F103 needs 2.0 to "
                                                "3.6 V; power the board, and connect its VDD to the probe's sense pin",
                                                *volts));
}

class Connector {
 public:
    Connector(probe::Probe& probe, const ConnectOptions& options) : probe_(probe), options_(options) {}

    Result<Attachment> run() {
        Result<Attachment> attachment = at_any_speed();
        if (!attachment && may_be_asleep(attachment.error())) attachment = with_patience();
        if (attachment) return attachment;
        abandon(probe_);
        return fail(explain(std::move(attachment.error())));
    }
    // What the last try was made with.
    [[nodiscard]] std::uint32_t speed_khz() const { return speed_khz_; }

 private:
    [[nodiscard]] AttachHow how() const {
        switch (options_.how) {
            case ConnectHow::automatic: return AttachHow::under_reset;
            case ConnectHow::without_reset: return AttachHow::halting;
            case ConnectHow::attach: break;
        }
        return AttachHow::running;
    }

    Result<Attachment> at_any_speed() {
        TRY_ASSIGN(speed_khz_, probe_.set_speed_khz(options_.speed_khz));
        Result<Attachment> attachment = attach(probe_, how());
        for (const std::uint32_t khz : slower_khz) {
            if (attachment || attachment.error().kind == ErrorKind::unsupported) return attachment;
            if (khz >= speed_khz_) continue;
            TRY_ASSIGN(speed_khz_, probe_.set_speed_khz(khz));
            attachment = attach(probe_, how());
        }
        return attachment;
    }

    // Without nRST and at the speed asked for, again and again: what helps is the moment, not the clock.
    Result<Attachment> with_patience() {
        const AttachHow quiet = options_.how == ConnectHow::attach ? AttachHow::running : AttachHow::halting;
        TRY_ASSIGN(speed_khz_, probe_.set_speed_khz(options_.speed_khz));
        const Deadline deadline(probe_.clock(), patience);
        Result<Attachment> attachment = attach(probe_, quiet);
        while (!attachment && may_be_asleep(attachment.error()) && !deadline.passed()) {
            probe_.clock().sleep(pause);
            attachment = attach(probe_, quiet);
        }
        return attachment;
    }

    // A chip of another kind stays one, and a probe that cannot do something never will.
    static bool may_be_asleep(const Error& error) {
        return error.kind != ErrorKind::unsupported && error.kind != ErrorKind::refused;
    }

    [[nodiscard]] Error explain(Error error) const {
        // Without clocks, as in Stop mode, the debug port lives and the bus behind it does not.
        if (error.kind == ErrorKind::wait || error.kind == ErrorKind::fault) {
            error.what += ". The firmware may be asleep: wire nRST to the probe, or start with BOOT0 high";
        }
        if (error.kind == ErrorKind::link) {
            error.what +=
                options_.how == ConnectHow::automatic
                    ? ". Check that the board has power and that SWDIO, SWCLK and GND are connected. Firmware "
                      "that switches SWD off or sleeps needs nRST wired to the probe (pulling it reset "
                      "nothing), or BOOT0 high while it starts"
                    : ". Check that the board has power and that SWDIO, SWCLK and GND are connected";
        }
        return std::move(error).in(probe_.info().address);
    }

    probe::Probe& probe_;
    ConnectOptions options_;
    std::uint32_t speed_khz_ = 0;
};

}  // namespace

Result<std::unique_ptr<Target>> connect(std::unique_ptr<probe::Probe> probe, const ConnectOptions& options) {
    TRY_ASSIGN(const std::optional<double> volts, in_context(check_supply(*probe), probe->info().address));
    Connector connector(*probe, options);
    TRY_ASSIGN(const Attachment attachment, connector.run());
    return std::make_unique<ConnectedTarget>(std::move(probe), attachment, connector.speed_khz(), volts);
}

}  // namespace jig::dap
