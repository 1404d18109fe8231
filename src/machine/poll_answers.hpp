// SPDX-License-Identifier: Apache-2.0
// What a program is told that waits for ever for a register nobody models: after many identical reads from one
// instruction other values are tried, and what ended the loop is remembered for that instruction. Off unless asked for.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "machine/chip.hpp"

namespace jig::machine {

class PollAnswers {
 public:
    // A loop that waits for a peripheral makes more turns than this only where the peripheral is slow or not there.
    static constexpr unsigned reads_before_answer = 200;
    // Loops may read a flag twice before they believe it.
    static constexpr unsigned reads_per_answer = 4;
    // Instructions between two reads that still belong to one loop.
    static constexpr std::uint64_t longest_turn = 10'000;
    // Firmware that walks through a whole unmodelled block must not eat our memory.
    static constexpr std::size_t max_sites = 4096;

    struct Read {
        std::uint32_t pc;
        std::uint32_t address;
        Width width;
        std::uint64_t instructions;
        Picoseconds at;
    };

    void switch_on(bool on) { on_ = on; }
    [[nodiscard]] bool on() const { return on_; }
    // Registers hold what was written, as memory would.
    void written(std::uint32_t address, Width width, std::uint32_t value);
    std::uint32_t read(const Read& access);
    // Power is lost.
    void clear();
    [[nodiscard]] std::vector<Intervention> list() const;

 private:
    // One instruction that reads one register.
    struct Site {
        std::uint64_t last = 0;  // instructions at the last read
        std::uint64_t turn = 0;  // the shortest way round the loop, 0: not known
        unsigned reads = 0;      // of the same value, in this loop
        unsigned trial = 0;      // the next value to try
        bool answering = false;
        std::optional<std::uint32_t> ended_it;
    };

    [[nodiscard]] std::uint32_t word(std::uint32_t address) const;
    void look_at_turn(Site& site, std::uint64_t instructions, std::uint32_t held);
    [[nodiscard]] std::optional<std::uint32_t> answer(Site& site, std::uint32_t held);
    void note(const Read& access, std::uint32_t held, std::uint32_t told);

    bool on_ = false;
    std::map<std::uint32_t, std::uint32_t> words_;
    std::map<std::pair<std::uint32_t, std::uint32_t>, Site> sites_;  // by pc and address
    std::vector<Intervention> interventions_;
};

// Registers whose content would be input from outside: inventing it would invent data.
[[nodiscard]] bool is_input_register(std::uint32_t address);

}  // namespace jig::machine
