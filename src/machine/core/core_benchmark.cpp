// SPDX-License-Identifier: Apache-2.0
// How many instructions a second the core runs on CoreMark-like work with SysTick interrupts, and what a copy costs.
#include <benchmark/benchmark.h>

#include <array>
#include <cstring>
#include <vector>

#include "machine/core/core.hpp"
#include "machine/core/testing/mark_program.hpp"

namespace jig::machine {
namespace {

constexpr std::uint32_t flash_bytes = 256 * 1024;
constexpr std::uint32_t sram_bytes = 48 * 1024;
constexpr std::uint64_t cycles_per_turn = 72'000'000;  // a second at 72 MHz

class Board final : public CoreBus {
 public:
    Board() : flash(flash_bytes, 0xFF), sram(sram_bytes), core(*this, 0x411FC231) {
        std::memcpy(flash.data(), testing::mark_program, sizeof testing::mark_program);
        core.map(windows());
        core.release_reset();
    }
    Board(const Board& other) : flash(other.flash), sram(other.sram), core(other.core, *this) { core.map(windows()); }

    BusReply read(std::uint32_t address, Width, Master) override {
        BusReply reply{.fault = address >= flash_bytes};
        if (!reply.fault) std::memcpy(&reply.value, &flash[address], sizeof reply.value);
        return reply;
    }
    BusReply write(std::uint32_t, Width, std::uint32_t, Master) override { return {.fault = true}; }
    void reset_requested() override {}

    std::array<MemoryWindow, 3> windows() {
        return {{{.base = 0x08000000, .size = flash_bytes, .data = flash.data()},
                 {.base = 0x20000000, .size = sram_bytes, .data = sram.data(), .writable = true},
                 {.base = 0, .size = flash_bytes, .data = flash.data()}}};
    }

    std::vector<std::uint8_t> flash;
    std::vector<std::uint8_t> sram;
    Core core;
};

void run_mark(benchmark::State& state) {
    Board board;
    const std::uint64_t before = board.core.instructions();
    for (auto _ : state) board.core.run(board.core.cycle() + cycles_per_turn);
    const auto instructions = static_cast<double>(board.core.instructions() - before);
    const auto cycles = static_cast<double>(state.iterations() * cycles_per_turn);
    state.counters["MIPS"] = benchmark::Counter(instructions / 1e6, benchmark::Counter::kIsRate);
    state.counters["cycles_per_instruction"] = cycles / instructions;
}
BENCHMARK(run_mark)->Unit(benchmark::kMillisecond);

void copy_core(benchmark::State& state) {
    Board board;
    board.core.run(cycles_per_turn);
    for (auto _ : state) {
        Board copy(board);
        benchmark::DoNotOptimize(copy.core.cycle());
    }
}
BENCHMARK(copy_core)->Unit(benchmark::kMicrosecond);

// A copy has to decode its code anew: what the first millisecond after it costs.
void copy_core_and_run_a_millisecond(benchmark::State& state) {
    Board board;
    board.core.run(cycles_per_turn);
    for (auto _ : state) {
        Board copy(board);
        copy.core.run(copy.core.cycle() + 72'000);
    }
}
BENCHMARK(copy_core_and_run_a_millisecond)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace jig::machine
