// SPDX-License-Identifier: Apache-2.0
// A recording bus with its port and wire on a bit-moving adapter, for the tests of the adapters.
#pragma once

#include <string>
#include <vector>

#include "bench/debug_port/testing/recording_bus.hpp"
#include "bench/swd/adapter_board.hpp"
#include "bench/swd/swj_port.hpp"

namespace jig::bench::testing {

class DeskBoard final : public AdapterBoard {
 public:
    RecordingBus bus;
    DebugPort port{bus};
    SwjPort wire{port, *this};
    std::vector<std::string> events;  // "nRST low", "nRST high", "400000 Hz", "1000000 ns"

    void pass(std::uint64_t clock_cycles) override {
        bus.time += std::chrono::microseconds(1) * static_cast<std::int64_t>(clock_cycles);
    }
    void set_nrst(bool low) override { events.emplace_back(low ? "nRST low" : "nRST high"); }
    void set_clock_hz(std::uint32_t hz) override { events.push_back(std::to_string(hz) + " Hz"); }
    void sleep(Duration duration) override {
        bus.time += duration;
        events.push_back(std::to_string(duration.count()) + " ns");
    }
};

}  // namespace jig::bench::testing
