// SPDX-License-Identifier: Apache-2.0
// A conversation with one ST-Link: its version and mode, the debug link it holds, and what to do when that link drops.
// Memory transfers (memory.hpp) go through it.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "base/clock.hpp"
#include "probe/stlink/transport.hpp"
#include "wire/stlink/answers.hpp"
#include "wire/stlink/version.hpp"

namespace jig::probe::stlink {

using wire::stlink::LastStatus;
using wire::stlink::Status;
using wire::stlink::Version;

class Session {
 public:
    // Asks who the probe is (a probe that does not answer is restarted once) and leaves whatever mode it was left in.
    // Errors: link, timeout, unsupported (firmware without SWD).
    static Result<std::unique_ptr<Session>> open(std::unique_ptr<Transport> transport, Clock& clock);

    [[nodiscard]] const Version& version() const { return version_; }
    [[nodiscard]] Clock& clock() { return clock_; }
    [[nodiscard]] Transport& transport() { return *transport_; }

    // Nothing when this probe cannot measure.
    Result<std::optional<double>> volts();
    // The clock that was set, in kHz.
    Result<std::uint32_t> set_speed_khz(std::uint32_t khz);
    Result<void> set_nrst(bool low);

    // Debug mode over SWD with AP 0 open and no sticky error; the DPIDR. Errors: link (nothing answers), wait
    // (the DP answers, the AP does not), timeout.
    Result<std::uint32_t> enter();
    // Back to where another program finds the probe as plugged in.
    Result<void> leave();

    // A command whose answer begins with a status. Errors: those of the transport only; the status is the caller's.
    Result<Status> ask(const Command& command, MutableByteView answer);
    // How the last memory transfer went.
    Result<LastStatus> last_status();
    // After a FAULT: whether the chip's bus has refused an access (CTRL/STAT.STICKYERR). If not, or if the firmware
    // cannot tell, a bit lost on the wire may have been the cause.
    Result<bool> chip_refused();
    // After a FAULT: the sticky error would refuse everything that follows.
    Result<void> clear_faults();
    // After lost bits: the DP may have stopped listening. Errors: link (it stays silent).
    Result<void> recover();

 private:
    Session(std::unique_ptr<Transport> transport, Clock& clock);

    Result<void> read_version();
    Result<void> leave_mode();
    // One try to enter.
    Result<Status> enter_once();
    Result<void> require_ok(const Command& command, MutableByteView answer, std::string_view what);

    std::unique_ptr<Transport> transport_;
    Clock& clock_;
    Version version_;
};

}  // namespace jig::probe::stlink
