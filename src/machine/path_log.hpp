// SPDX-License-Identifier: Apache-2.0
// The way a program takes: where it left the straight line, and which straight runs it has executed. A chip that is
// given one of these reports every instruction to it and runs at about half its speed.
#pragma once

#include <cstdint>
#include <unordered_set>
#include <vector>

namespace jig::machine {

// The instruction at `from` was followed by the one at `to`, which does not lie behind it.
struct Jump {
    std::uint32_t from;
    std::uint32_t to;
    friend bool operator==(const Jump&, const Jump&) = default;
};

class PathLog {
 public:
    // Jumps that are kept; what comes after is counted, and `complete()` is false.
    explicit PathLog(std::size_t most_jumps) : most_jumps_(most_jumps) {}

    // One instruction, before it runs. Handler mode interrupts the way of the program at moments that depend on time,
    // so its jumps are not kept; where it went counts as executed all the same.
    void step(std::uint32_t address, std::uint32_t next, bool handler_mode) {
        Side& side = handler_mode ? handler_ : thread_;
        if (address != side.next) jumped(side, address, handler_mode);
        side.last = address;
        side.next = next;
    }

    // The jumps of Thread mode in order. The first goes from 0 to where logging began.
    [[nodiscard]] const std::vector<Jump>& jumps() const { return jumps_; }
    [[nodiscard]] bool complete() const { return lost_ == 0; }
    // First and last instruction of every straight run, each pair once, in no order.
    struct Run {
        std::uint32_t first;
        std::uint32_t last;
    };
    [[nodiscard]] std::vector<Run> runs() const;
    void clear();

 private:
    struct Side {
        std::uint32_t first = 0;
        std::uint32_t last = 0;
        std::uint32_t next = 0;
    };
    void jumped(Side& side, std::uint32_t address, bool handler_mode);

    std::size_t most_jumps_;
    std::vector<Jump> jumps_;
    std::uint64_t lost_ = 0;
    std::unordered_set<std::uint64_t> runs_;
    std::uint64_t last_run_ = 0;
    Side thread_;
    Side handler_;
};

}  // namespace jig::machine
