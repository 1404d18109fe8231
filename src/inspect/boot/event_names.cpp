// SPDX-License-Identifier: Apache-2.0
#include "inspect/boot/event_names.hpp"

#include <fmt/format.h>

namespace jig::inspect {

const char* name_of(machine::ResetCause cause) {
    switch (cause) {
        case machine::ResetCause::pin: return "nRST";
        case machine::ResetCause::power_on: return "power-on";
        case machine::ResetCause::software: return "software";
        case machine::ResetCause::independent_watchdog: return "independent watchdog";
        case machine::ResetCause::window_watchdog: return "window watchdog";
        case machine::ResetCause::wakeup: return "wake-up from Standby";
        case machine::ResetCause::low_power: return "option byte, on entering Stop or Standby";
    }
    return "";
}

// DDI 0403 table B1-4.
std::string exception_name(unsigned number) {
    constexpr unsigned first_interrupt = 16;
    if (number >= first_interrupt) return fmt::format("IRQ{}", number - first_interrupt);
    constexpr const char* names[first_interrupt] = {
        "Thread mode", "Reset",        "NMI", "HardFault", "MemManage", "BusFault", "UsageFault", "", "", "", "",
        "SVCall",      "DebugMonitor", "",    "PendSV",    "SysTick"};
    const std::string name = names[number];
    return name.empty() ? fmt::format("exception {}", number) : name;
}

std::string_view identity_words(machine::ReadKind kind) {
    switch (kind) {
        case machine::ReadKind::uid: return "the UID";
        case machine::ReadKind::flash_size: return "F_SIZE";
        case machine::ReadKind::option_bytes: return "the option bytes";
        case machine::ReadKind::idcode: return "DBGMCU_IDCODE";
        case machine::ReadKind::cpuid: return "CPUID";
        case machine::ReadKind::backup_register: return "the backup registers";
        case machine::ReadKind::pins:
        case machine::ReadKind::reset_cause:
        case machine::ReadKind::nothing: break;
    }
    return {};
}

}  // namespace jig::inspect
