// SPDX-License-Identifier: Apache-2.0
// A trace as text, no longer than it was allowed to be: its first lines, written as they come, or its last.
#pragma once

#include <deque>
#include <functional>
#include <string_view>

#include "inspect/trace/trace_text.hpp"

namespace jig::inspect {

enum class TraceEnd : std::uint8_t { first, last };

struct TraceLimit {
    std::uint64_t lines = 1'000'000;  // some 80 MB of text
    TraceEnd which = TraceEnd::first;
};

// The last lines wait in memory, 128 bytes each, until the boot is over.
inline constexpr std::uint64_t most_last_lines = 1'000'000;

class TraceWriter {
 public:
    using Output = std::function<void(std::string_view)>;  // takes whole lines
    // Writes the head: `about` is one line that says what is traced. Errors: internal (capstone without ARM support).
    [[nodiscard]] static Result<TraceWriter> open(std::string_view about, TraceLimit limit, Output output);

    // False: the first lines are all there.
    bool add(const TraceEntry& entry);
    // Whatever waits, and how many instructions are missing: those it has dropped, and `never_added`.
    void finish(std::uint64_t never_added);

    [[nodiscard]] std::uint64_t lines() const { return limit_.which == TraceEnd::first ? written_ : kept_.size(); }
    [[nodiscard]] std::uint64_t left_out() const  // instructions
    {
        return left_out_;
    }

 private:
    TraceWriter(TraceText text, TraceLimit limit, Output output)
        : text_(std::move(text)), limit_(limit), output_(std::move(output)) {}

    TraceText text_;
    TraceLimit limit_;
    Output output_;
    std::deque<TraceEntry> kept_;
    std::uint64_t written_ = 0;
    std::uint64_t left_out_ = 0;
};

}  // namespace jig::inspect
