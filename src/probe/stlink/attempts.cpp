// SPDX-License-Identifier: Apache-2.0
#include "probe/stlink/attempts.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace jig::probe::stlink {
namespace {

using wire::stlink::Outcome;

// Blocks shrink from 6144 bytes to a word in eleven halvings; five more tries for the word.
constexpr int most_failures = 16;

// 1, 2, 4 … ms as OpenOCD waits, but never longer than a mass erase holds the bus (40 ms, DS5792 table 29).
constexpr Duration first_wait = std::chrono::milliseconds(1);
constexpr int most_doublings = 6;

std::string place(const LastStatus& last) {
    return last.address ? fmt::format(" at {}", hex_address(*last.address)) : std::string();
}

}  // namespace

void Attempts::progress() {
    failures_ = 0;
    waited_ = false;
}

bool Attempts::spent() const { return failures_ >= most_failures; }

Result<void> Attempts::give_up(ErrorKind kind, const LastStatus& last, std::string_view what) const {
    std::string text = fmt::format("{}: {}", what, last.status.text());
    if (kind == ErrorKind::fault) text += place(last);
    if (failures_ > 1) text += fmt::format(" after {} tries", failures_);
    if (kind == ErrorKind::link) text += "; check the SWD wires, or use a slower clock";
    return fail(kind, std::move(text));
}

// A FAULT that the chip owns up to is final, unless a WAIT came before it: a V3 answers FAULT to what
// follows a WAIT, though the chip refused nothing (Black Magic, PR 1072).
Result<void> Attempts::after_fault(const LastStatus& last, std::string_view what) {
    TRY_ASSIGN(const bool refused, session_.chip_refused());
    TRY(session_.clear_faults());
    const bool doubtful = !refused || waited_;
    waited_ = false;
    return doubtful && !spent() ? Result<void>{} : give_up(ErrorKind::fault, last, what);
}

Result<void> Attempts::after(const LastStatus& last, std::string_view what) {
    ++failures_;
    switch (last.status.outcome()) {
        case Outcome::wait:
            if (spent()) return give_up(ErrorKind::wait, last, what);
            session_.clock().sleep(first_wait * (1 << std::min(failures_ - 1, most_doublings)));
            waited_ = true;
            return {};
        case Outcome::fault: return after_fault(last, what);
        case Outcome::wire:
        case Outcome::no_target:
            if (spent()) return give_up(ErrorKind::link, last, what);
            return in_context(session_.recover(), what);
        case Outcome::refused:
        case Outcome::ok: break;
    }
    return give_up(ErrorKind::unsupported, last, what);
}

}  // namespace jig::probe::stlink
