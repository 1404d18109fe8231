// SPDX-License-Identifier: Apache-2.0
#include "probe/mem_ap/debug_link.hpp"

#include <array>
#include <span>
#include <utility>

#include "probe/mem_ap/registers.hpp"

namespace jig::probe::mem_ap {
namespace {

// Entering fails now and then on a bad wire, always on no wire.
constexpr int connect_tries = 3;
constexpr int recover_tries = 8;
constexpr Duration recover_pause = std::chrono::milliseconds(1);
constexpr Duration power_up_timeout = std::chrono::milliseconds(100);

// At least 50 ones, then two zeros (RM0008 31.8.3).
constexpr std::array<std::uint8_t, 8> line_reset = {0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x00};
// The sequence 0xE79E between two of them switches from JTAG to SWD (RM0008 31.3.1).
constexpr std::array<std::uint8_t, 9> to_swd = {0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x9E, 0xE7};

}  // namespace

Result<void> DebugLink::run_one(const DapAccess& access) {
    const std::array groups = {DapGroup{access}};
    TRY_ASSIGN(const DapOutcome outcome, port_.run(groups));
    switch (outcome.damaged ? Ack::none : outcome.ack) {
        case Ack::ok: return {};
        case Ack::wait: return fail(ErrorKind::wait, "the chip answers on SWD, but its bus does not: WAIT");
        case Ack::fault: return fail(ErrorKind::fault, "the debug port answers FAULT");
        case Ack::none: break;
    }
    return fail(ErrorKind::link, "no chip answers on SWD");
}

Result<std::uint32_t> DebugLink::read_dp(std::uint8_t address) {
    std::uint32_t value = 0;
    TRY(run_one({.read = true, .address = address, .result = &value}));
    return value;
}

Result<void> DebugLink::write_dp(std::uint8_t address, std::uint32_t value) {
    return run_one({.address = address, .word = value});
}

Result<void> DebugLink::reset_line(bool switch_to_swd) {
    if (switch_to_swd) TRY(port_.send_bits(8 * to_swd.size(), to_swd));
    return port_.send_bits(8 * line_reset.size(), line_reset);
}

Result<void> DebugLink::power_up() {
    TRY(write_dp(SELECT, 0));
    TRY(write_dp(CTRL_STAT, CDBGPWRUPREQ | CSYSPWRUPREQ));
    constexpr std::uint32_t acks = CDBGPWRUPACK | CSYSPWRUPACK;
    const Deadline deadline(port_.clock(), power_up_timeout);
    while (true) {
        TRY_ASSIGN(const std::uint32_t found, read_dp(CTRL_STAT));
        if ((found & acks) == acks) return {};
        if (deadline.passed()) break;
    }
    return fail(ErrorKind::timeout, "the chip answers on SWD, but does not power its debug port up");
}

Result<std::uint32_t> DebugLink::connect() {
    for (int tries = 1;; ++tries) {
        const auto once = [&]() -> Result<std::uint32_t> {
            TRY(reset_line(true));
            TRY_ASSIGN(const std::uint32_t dpidr, read_dp(DPIDR));
            TRY(port_.write_abort(clear_sticky));
            TRY(power_up());
            return dpidr;
        };
        Result<std::uint32_t> dpidr = once();
        if (dpidr || tries == connect_tries) return dpidr;
    }
}

// IHI 0031A 5.4.6: after a protocol error the DP may need a line reset, and a read of DPIDR behind it.
Result<void> DebugLink::recover() {
    for (int i = 0; i < recover_tries; ++i) {
        TRY(reset_line(false));
        if (read_dp(DPIDR)) return port_.write_abort(clear_sticky);
        port_.clock().sleep(recover_pause);
    }
    return fail(ErrorKind::link, "the chip no longer answers on SWD; check its power and the wires");
}

// A write whose data arrived with the wrong parity ends in FAULT as well, but sets WDATAERR instead.
Result<bool> DebugLink::take_refusal() {
    const Result<std::uint32_t> found = read_dp(CTRL_STAT);
    if (!found && found.error().kind != ErrorKind::link) return fail(Error(found.error()));
    TRY(port_.write_abort(clear_sticky));
    return found && (*found & STICKYERR) != 0;
}

Result<void> DebugLink::abandon_access() { return port_.write_abort(DAPABORT | clear_sticky); }

}  // namespace jig::probe::mem_ap
