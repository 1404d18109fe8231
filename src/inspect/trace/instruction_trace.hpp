// SPDX-License-Identifier: Apache-2.0
// Turns what a chip tells of its instructions into the entries of a trace.
#pragma once

#include <functional>
#include <optional>

#include "inspect/trace/trace_entry.hpp"
#include "machine/chip.hpp"

namespace jig::inspect {

class InstructionTrace final : public machine::InstructionWatcher {
 public:
    // False: it wants no more.
    using Sink = std::function<bool(const TraceEntry&)>;
    // `chip` must outlive this.
    InstructionTrace(const machine::Chip& chip, Sink sink);

    void begins(std::uint32_t address, std::span<const std::uint8_t> code) override;
    void ended() override;
    // Instructions that have run since the sink wanted no more.
    [[nodiscard]] std::uint64_t left_out() const { return full_ ? chip_.instructions() - instructions_ : 0; }

 private:
    void tell(const TraceEntry& entry);
    void note_repetition(machine::Picoseconds now);
    void note_what_came_between(machine::Picoseconds now);
    [[nodiscard]] RegisterValues registers() const;

    const machine::Chip& chip_;
    Sink sink_;
    std::optional<TraceEntry> open_;  // began and has not ended
    RegisterValues last_{};           // after what ended last
    std::uint64_t instructions_ = 0;  // that should have run by now
    std::uint64_t resets_ = 0;
    bool full_ = false;
};

}  // namespace jig::inspect
