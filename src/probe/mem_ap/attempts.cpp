// SPDX-License-Identifier: Apache-2.0
#include "probe/mem_ap/attempts.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace jig::probe::mem_ap {
namespace {

constexpr int most_failures = 16;

// 1, 2, 4 … ms, but never longer than a mass erase holds the bus (40 ms, DS5792 table 29).
constexpr Duration first_wait = std::chrono::milliseconds(1);
constexpr int most_doublings = 6;

}  // namespace

bool Attempts::spent() const { return failures_ >= most_failures; }

std::unexpected<Error> Attempts::give_up(ErrorKind kind, std::string_view what, std::string_view why) const {
    std::string text = fmt::format("{}: {}", what, why);
    if (failures_ > 1) text += fmt::format(" after {} tries", failures_);
    if (kind == ErrorKind::link) text += "; check the SWD wires, or use a slower clock";
    return fail(kind, std::move(text));
}

Result<void> Attempts::after(const DapOutcome& outcome, std::string_view what) {
    ++failures_;
    // Both sides agree where a packet with a damaged word ended (IHI 0031A 5.3): it is only read
    // again.
    if (outcome.damaged && failures_ == 1) return {};
    if (outcome.damaged || outcome.ack == Ack::none) {
        if (spent()) return give_up(ErrorKind::link, what, "the answer did not arrive whole");
        return in_context(link_.recover(), what);
    }
    if (outcome.ack == Ack::wait) {
        if (spent()) {
            TRY(link_.abandon_access());
            return give_up(ErrorKind::wait, what, "the chip's bus does not answer (WAIT)");
        }
        link_.port().clock().sleep(first_wait * (1 << std::min(failures_ - 1, most_doublings)));
        return {};
    }
    TRY_ASSIGN(const bool refused, link_.take_refusal());
    if (refused || spent()) return give_up(ErrorKind::fault, what, "the chip refused the access (FAULT)");
    return {};
}

}  // namespace jig::probe::mem_ap
