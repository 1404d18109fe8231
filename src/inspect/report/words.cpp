// SPDX-License-Identifier: Apache-2.0
#include "inspect/report/words.hpp"

#include <fmt/format.h>

namespace jig::inspect {

double milliseconds(Picoseconds time) { return std::chrono::duration<double, std::milli>(time).count(); }

std::string time_words(Picoseconds time) {
    const double ms = milliseconds(time);
    if (ms < 1000) return fmt::format("{:.4g} ms", ms);
    return fmt::format("{:.4g} s", ms / 1000);
}

std::string size_words(std::uint64_t bytes) {
    if (bytes == 1) return "1 byte";
    if (bytes < 1024) return fmt::format("{} bytes", bytes);
    return bytes % 1024 == 0 ? fmt::format("{} KB", bytes / 1024)
                             : fmt::format("{:.1f} KB", static_cast<double>(bytes) / 1024);
}

std::string pin_name(machine::Pin pin) { return fmt::format("P{}{}", pin.port, pin.number); }

std::string_view settled_words(Settled settled) {
    switch (settled) {
        case Settled::loop: return "goes round in its main loop";
        case Settled::sleep: return "sleeps between interrupts";
        case Settled::low_power: return "is in Stop or Standby";
        case Settled::fault_handler: return "hangs in a fault handler";
        case Settled::locked_up: return "is locked up";
        case Settled::halted: return "stands at a breakpoint instruction";
        case Settled::reset_loop: return "resets itself again and again";
        case Settled::no_start: return "has run no instruction of its flash";
        case Settled::unsettled: return "still does new things";
    }
    return "";
}

std::string_view headline(Verdict verdict, bool has_copy) {
    switch (verdict) {
        case Verdict::will_not_run: return has_copy ? "The copy will not run" : "This image will not run";
        case Verdict::runs: return has_copy ? "The copy runs" : "The golden board runs";
        case Verdict::unknown: return "No certain answer";
    }
    return "";
}

}  // namespace jig::inspect
