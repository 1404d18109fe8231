// SPDX-License-Identifier: Apache-2.0
// What it costs to copy a chip, to start one, and to let flash operations pass.
#include <benchmark/benchmark.h>

#include <array>

#include "machine/testing/chip_on_desk.hpp"
#include "machine/testing/counting_program.hpp"

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

void set_register(ChipOnDesk& desk, std::uint32_t number, std::uint32_t value) {
    desk.write(0xE000EDF8, value);                // DCRDR
    desk.write(0xE000EDF4, (1U << 16) | number);  // DCRSR
}

// A loader in SRAM programs 256 KB and polls BSY, as every flash programmer's does: 6.9 s of the chip's time.
void program_the_whole_flash_by_a_loader(benchmark::State& state) {
    constexpr std::array<std::uint32_t, 4> loader = {
        0x681D8008,  // strh r0, [r1]; ldr r5, [r3]
        0xD4FC07ED,  // lsls r5, r5, #31; bmi to the ldr
        0x3A013102,  // adds r1, #2; subs r2, #1
        0xE7FED1F8,  // bne to the strh; b .
    };
    for (auto _ : state) {
        ChipOnDesk desk;
        desk.start();
        desk.write(0xE000EDF0, 0xA05F0003);  // DHCSR: halt
        for (std::uint32_t i = 0; i < loader.size(); ++i) desk.write(0x20000000 + 4 * i, loader[i]);
        desk.write(0x40022004, 0x45670123);
        desk.write(0x40022004, 0xCDEF89AB);
        desk.write(0x40022010, 1);
        set_register(desk, 0, 0x1234);
        set_register(desk, 1, 0x08000000);
        set_register(desk, 2, desk.config.flash_bytes / 2);
        set_register(desk, 3, 0x4002200C);
        set_register(desk, 15, 0x20000000);
        set_register(desk, 16, 0x01000000);
        desk.write(0xE000EDF0, 0xA05F0001);
        desk.pass(std::chrono::seconds(8));
        if (desk.chip.half_words_programmed() != desk.config.flash_bytes / 2) state.SkipWithError("not all programmed");
    }
}
BENCHMARK(program_the_whole_flash_by_a_loader)->Unit(benchmark::kMillisecond);

// A loop of three instructions in flash, 100 ms of the chip's time; under read protection every fetch is judged.
void run_from_flash(benchmark::State& state) {
    ChipOnDesk desk;
    testing::install_counter(desk.memory.flash);
    if (state.range(0) != 0) desk.memory.option_bytes[0] = 0x00;
    desk.start();
    const std::uint64_t before = desk.chip.instructions();
    for (auto _ : state) desk.pass(std::chrono::milliseconds(100));
    state.counters["instructions/s"] =
        benchmark::Counter(static_cast<double>(desk.chip.instructions() - before), benchmark::Counter::kIsRate);
}
BENCHMARK(run_from_flash)->ArgName("protected")->Arg(0)->Arg(1)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace jig::machine
