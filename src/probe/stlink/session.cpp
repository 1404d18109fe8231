// SPDX-License-Identifier: Apache-2.0
#include "probe/stlink/session.hpp"

#include <fmt/format.h>

#include <array>

#include "wire/stlink/speed.hpp"

namespace jig::probe::stlink {
namespace {

namespace wst = wire::stlink;
using wst::Feature;
using wst::Outcome;

using StatusAnswer = std::array<std::uint8_t, 2>;

// Entering fails now and then on a bad wire, always on no wire.
constexpr int enter_tries = 3;
constexpr int recover_tries = 8;
constexpr Duration recover_pause = std::chrono::milliseconds(1);

constexpr std::uint8_t ap = 0;  // the AHB-AP of every STM32F1
// DP ABORT (IHI 0031A 6.2.1): STKCMPCLR, STKERRCLR, WDERRCLR, ORUNERRCLR.
constexpr std::uint16_t dp_abort = 0x00;
constexpr std::uint32_t clear_sticky = 0x1E;
// DP CTRL/STAT (IHI 0031A 6.2.3).
constexpr std::uint16_t dp_ctrl_stat = 0x04;
constexpr std::uint32_t STICKYERR = 1U << 5;

bool is_ok(Status status) { return status.outcome() == Outcome::ok; }

}  // namespace

Session::Session(std::unique_ptr<Transport> transport, Clock& clock)
    : transport_(std::move(transport)), clock_(clock) {}

Result<std::unique_ptr<Session>> Session::open(std::unique_ptr<Transport> transport, Clock& clock) {
    std::unique_ptr<Session> session(new Session(std::move(transport), clock));
    Result<void> first = session->read_version();
    if (!first) {
        // A program that died in the middle of a transfer leaves the probe waiting, or its answer unread.
        if (!session->transport_->restart()) return fail(std::move(first.error()));
        TRY(session->read_version());
    }
    if (session->version_.debug == 0) {
        return fail(ErrorKind::unsupported,
                    fmt::format("this ST-Link's firmware {} debugs STM8 only; load firmware for STM32 with ST's "
                                "STLinkUpgrade",
                                wst::to_string(session->version_)));
    }
    TRY(session->leave_mode());
    return session;
}

Result<void> Session::read_version() {
    std::array<std::uint8_t, 6> answer{};
    TRY(transport_->read(wst::get_version(), answer));
    TRY_ASSIGN(version_, wst::parse_version(answer));
    if (!version_.needs_extended()) return {};
    std::array<std::uint8_t, 12> extended{};
    TRY(transport_->read(wst::get_version_extended(), extended));
    TRY_ASSIGN(version_, wst::parse_version_extended(extended));
    return {};
}

Result<void> Session::leave_mode() {
    StatusAnswer answer{};
    TRY(transport_->read(wst::get_mode(), answer));
    TRY_ASSIGN(const wst::Mode mode, wst::parse_mode(answer));
    const std::optional<Command> command = wst::leave(mode);
    if (!command) return {};
    return transport_->write(*command, {});
}

Result<std::optional<double>> Session::volts() {
    if (!wst::has(version_, Feature::target_voltage)) return std::optional<double>{};
    std::array<std::uint8_t, 8> answer{};
    TRY(transport_->read(wst::get_target_voltage(), answer));
    return wst::parse_voltage(answer);
}

Result<void> Session::require_ok(const Command& command, MutableByteView answer, std::string_view what) {
    TRY_ASSIGN(const Status status, ask(command, answer));
    if (is_ok(status)) return {};
    return fail(ErrorKind::link, fmt::format("the ST-Link cannot {}: {}", what, status.text()));
}

Result<std::uint32_t> Session::set_speed_khz(std::uint32_t khz) {
    if (wst::has(version_, Feature::swd_divisor)) {
        const wst::Divisor choice = wst::nearest_divisor(khz);
        StatusAnswer answer{};
        TRY(require_ok(wst::set_swd_divisor(choice.divisor), answer, "set its SWD clock"));
        return choice.khz;
    }
    if (!wst::has(version_, Feature::frequency_list)) return wst::default_khz;
    std::array<std::uint8_t, wst::frequencies_bytes> list{};
    TRY(require_ok(wst::get_swd_frequencies(), list, "list its SWD clocks"));
    TRY_ASSIGN(const std::vector<std::uint32_t> frequencies, wst::parse_frequencies(list));
    const std::optional<std::uint32_t> choice = wst::nearest_frequency(frequencies, khz);
    if (!choice) return fail(ErrorKind::link, "the ST-Link lists no SWD clock");
    std::array<std::uint8_t, 8> answer{};
    TRY(require_ok(wst::set_swd_frequency(*choice), answer, "set its SWD clock"));
    return wst::parse_word(answer);
}

Result<void> Session::set_nrst(bool low) {
    StatusAnswer answer{};
    return require_ok(wst::drive_nrst(low ? wst::Nrst::low : wst::Nrst::high), answer, "drive nRST");
}

Result<Status> Session::ask(const Command& command, MutableByteView answer) {
    TRY(transport_->read(command, answer));
    return wst::parse_status(answer);
}

Result<Status> Session::enter_once() {
    StatusAnswer answer{};
    TRY_ASSIGN(const Status entered, ask(wst::enter_swd(), answer));
    if (!is_ok(entered) || !wst::has(version_, Feature::open_ap)) return entered;
    return ask(wst::open_ap(ap), answer);
}

Result<std::uint32_t> Session::enter() {
    Status status;
    for (int i = 0; i < enter_tries && !is_ok(status); ++i) {
        TRY_ASSIGN(status, enter_once());
    }
    if (!is_ok(status)) {
        if (status.outcome() == Outcome::wait) {
            return fail(ErrorKind::wait, "the chip answers on SWD, but its bus does not: " + status.text());
        }
        return fail(ErrorKind::link, "no chip answers on SWD: " + status.text());
    }
    if (wst::has(version_, Feature::dap_registers)) TRY(clear_faults());
    std::array<std::uint8_t, 12> answer{};
    TRY(require_ok(wst::read_idcodes(), answer, "read DPIDR"));
    return wst::parse_word(answer);
}

Result<void> Session::leave() { return transport_->write(*wst::leave(wst::Mode::debug), {}); }

Result<LastStatus> Session::last_status() {
    const bool has_address = wst::has(version_, Feature::long_status);
    std::array<std::uint8_t, 12> answer{};
    const MutableByteView used = MutableByteView(answer).first(has_address ? 12 : 2);
    TRY(transport_->read(has_address ? wst::get_last_status() : wst::get_last_status_short(), used));
    return wst::parse_last_status(used);
}

// A write whose data arrived with the wrong parity ends in FAULT as well, but sets WDATAERR instead.
Result<bool> Session::chip_refused() {
    if (!wst::has(version_, Feature::dap_registers)) return false;
    std::array<std::uint8_t, 8> answer{};
    TRY_ASSIGN(const Status status, ask(wst::read_dap_register(wst::debug_port, dp_ctrl_stat), answer));
    if (!is_ok(status)) return false;
    TRY_ASSIGN(const std::uint32_t ctrl_stat, wst::parse_word(answer));
    return (ctrl_stat & STICKYERR) != 0;
}

// Firmware before V2J24 cannot write ABORT for us, but does so itself when it enters debug mode.
Result<void> Session::clear_faults() {
    StatusAnswer answer{};
    if (!wst::has(version_, Feature::dap_registers)) {
        TRY(enter_once());
        return {};
    }
    // A status that is not OK shows again in whatever is asked next, with its own name.
    TRY(ask(wst::write_dap_register(wst::debug_port, dp_abort, clear_sticky), answer));
    return {};
}

// IHI 0031A 5.4.6: after a protocol error the DP may need a line reset, which entering SWD begins with.
Result<void> Session::recover() {
    Status status;
    for (int i = 0; i < recover_tries; ++i) {
        TRY_ASSIGN(status, enter_once());
        if (is_ok(status)) return clear_faults();
        clock_.sleep(recover_pause);
    }
    return fail(ErrorKind::link,
                fmt::format("the chip no longer answers on SWD: {}; check its power and the wires", status.text()));
}

}  // namespace jig::probe::stlink
