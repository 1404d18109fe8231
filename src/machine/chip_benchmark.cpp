// SPDX-License-Identifier: Apache-2.0
// What it costs to copy a chip, to start one, and to let flash operations pass.
#include <benchmark/benchmark.h>

#include "machine/testing/chip_on_desk.hpp"

namespace jig::machine {
namespace {

using testing::ChipMemory;
using testing::ChipOnDesk;

// The same moment of the same chip, sharing nothing: contents are copied too.
void copy_whole_chip(benchmark::State& state) {
    ChipOnDesk desk;
    desk.start();
    for (auto _ : state) {
        ChipMemory memory = desk.memory;
        Chip copy(desk.chip, memory.spans());
        benchmark::DoNotOptimize(copy.now());
    }
}
BENCHMARK(copy_whole_chip)->Unit(benchmark::kMicrosecond);

void copy_without_contents(benchmark::State& state) {
    ChipOnDesk desk;
    desk.start();
    ChipMemory memory = desk.memory;
    for (auto _ : state) {
        Chip copy(desk.chip, memory.spans());
        benchmark::DoNotOptimize(copy.now());
    }
}
BENCHMARK(copy_without_contents)->Unit(benchmark::kMicrosecond);

void power_cycle(benchmark::State& state) {
    ChipOnDesk desk;
    for (auto _ : state) {
        desk.start();
        desk.chip.power_off();
    }
}
BENCHMARK(power_cycle)->Unit(benchmark::kMicrosecond);

void debug_read_of_sram(benchmark::State& state) {
    ChipOnDesk desk;
    desk.start();
    for (auto _ : state) benchmark::DoNotOptimize(desk.chip.debug_read(0x20000000, Width::word).value);
}
BENCHMARK(debug_read_of_sram);

void program_a_half_word_over_the_debug_port(benchmark::State& state) {
    ChipOnDesk desk;
    desk.start();
    desk.write(0x40022004, 0x45670123);
    desk.write(0x40022004, 0xCDEF89AB);
    desk.write(0x40022010, 1);
    std::uint32_t at = 0;
    for (auto _ : state) {
        desk.write(0x08000000 + at, 0x0000, Width::half);
        at = (at + 2) % desk.config.flash_bytes;
    }
}
BENCHMARK(program_a_half_word_over_the_debug_port);

}  // namespace
}  // namespace jig::machine
