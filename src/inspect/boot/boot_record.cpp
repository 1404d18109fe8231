// SPDX-License-Identifier: Apache-2.0
#include "inspect/boot/boot_record.hpp"

namespace jig::inspect {

const char* name_of(Settled settled) {
    switch (settled) {
        case Settled::loop: return "loop";
        case Settled::sleep: return "sleep";
        case Settled::low_power: return "low-power";
        case Settled::fault_handler: return "fault-handler";
        case Settled::locked_up: return "locked-up";
        case Settled::halted: return "halted";
        case Settled::reset_loop: return "reset-loop";
        case Settled::no_start: return "no-start";
        case Settled::unsettled: return "unsettled";
    }
    return "unsettled";
}

}  // namespace jig::inspect
