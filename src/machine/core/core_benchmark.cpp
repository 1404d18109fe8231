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

constexpr std::uint32_t kFlashBytes = 256 * 1024;
constexpr std::uint32_t kSramBytes = 48 * 1024;
constexpr std::uint64_t kCyclesPerTurn = 72'000'000;  // a second at 72 MHz

class Board final : public CoreBus {
 public:
    Board() : flash(kFlashBytes, 0xFF), sram(kSramBytes), core(*this, 0x411FC231) {
        std::memcpy(flash.data(), testing::kMarkProgram, sizeof testing::kMarkProgram);
        core.map(windows());
        core.release_reset();
    }
    Board(const Board& other) : flash(other.flash), sram(other.sram), core(other.core, *this) { core.map(windows()); }

    BusReply read(std::uint32_t address, Width, Master) override {
        BusReply reply{.fault = address >= kFlashBytes};
        if (!reply.fault) std::memcpy(&reply.value, &flash[address], sizeof reply.value);
        return reply;
    }
    BusReply write(std::uint32_t, Width, std::uint32_t, Master) override { return {.fault = true}; }
    void reset_requested() override {}

    std::array<MemoryWindow, 3> windows() {
        return {{{.base = 0x08000000, .size = kFlashBytes, .data = flash.data()},
                 {.base = 0x20000000, .size = kSramBytes, .data = sram.data(), .writable = true},
                 {.base = 0, .size = kFlashBytes, .data = flash.data()}}};
    }

    std::vector<std::uint8_t> flash;
    std::vector<std::uint8_t> sram;
    Core core;
};

void run_mark(benchmark::State& state) {
    Board board;
    const std::uint64_t before = board.core.instructions();
    for (auto _ : state) board.core.run(board.core.cycle() + kCyclesPerTurn);
    const auto instructions = static_cast<double>(board.core.instructions() - before);
    const auto cycles = static_cast<double>(state.iterations() * kCyclesPerTurn);
    state.counters["MIPS"] = benchmark::Counter(instructions / 1e6, benchmark::Counter::kIsRate);
    state.counters["cycles_per_instruction"] = cycles / instructions;
}
BENCHMARK(run_mark)->Unit(benchmark::kMillisecond);

void copy_core(benchmark::State& state) {
    Board board;
    board.core.run(kCyclesPerTurn);
    for (auto _ : state) {
        Board copy(board);
        benchmark::DoNotOptimize(copy.core.cycle());
    }
}
BENCHMARK(copy_core)->Unit(benchmark::kMicrosecond);

// A copy has to decode its code anew: what the first millisecond after it costs.
void copy_core_and_run_a_millisecond(benchmark::State& state) {
    Board board;
    board.core.run(kCyclesPerTurn);
    for (auto _ : state) {
        Board copy(board);
        copy.core.run(copy.core.cycle() + 72'000);
    }
}
BENCHMARK(copy_core_and_run_a_millisecond)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace jig::machine
