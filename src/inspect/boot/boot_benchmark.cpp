// SPDX-License-Identifier: Apache-2.0
// What boots cost: the thirty of a diagnosis, 300 ms of the board's time each, on one core. The demo firmware sleeps
// between its ticks; the other program computes all the time at 72 MHz, and nothing runs longer than that.
#include <benchmark/benchmark.h>

#include <cstring>

#include "inspect/boot/boot.hpp"
#include "inspect/testing/demo_world.hpp"
#include "machine/core/testing/mark_program.hpp"

namespace jig::inspect {
namespace {

constexpr BootPlan plan{.duration = std::chrono::milliseconds{300}};
constexpr int boots = 30;

// RM0008 7.3.1-2: HSE, the PLL at nine times it, two wait states; then on to the reset handler named in the last word.
constexpr std::uint16_t to_72_mhz[] = {
    0x4809, 0x490A, 0x6041,                  // RCC_CFGR = PLLMULL x9, PLLSRC, PPRE1 /2
    0x490A, 0x6001, 0x6802, 0x0392, 0xD5FC,  // RCC_CR = HSEON; until HSERDY
    0x4908, 0x6001, 0x6802, 0x0192, 0xD5FC,  // RCC_CR = HSEON, PLLON; until PLLRDY
    0x4B07, 0x2112, 0x6019,                  // FLASH_ACR = two wait states, prefetch
    0x4906, 0x6041, 0x4906, 0x4708,          // RCC_CFGR.SW = PLL; bx
};
constexpr std::uint32_t literals[] = {0x40021000, 0x001D0400, 0x00010083, 0x01010083, 0x40022000, 0x001D0402};

World busy_world() {
    World world;
    world.board = board::bare_board("STM32F103RC").value();
    world.option_bytes = world.board.option_bytes;
    world.flash.assign(world.board.chip.flash_bytes, 0xFF);
    std::memcpy(world.flash.data(), machine::testing::mark_program, sizeof machine::testing::mark_program);
    constexpr std::uint32_t start = 0x3F000;
    const MutableByteView flash(world.flash);
    std::uint32_t at = start;
    for (const std::uint16_t half : to_72_mhz) store_le16(flash.subspan(at), half), at += 2;
    for (const std::uint32_t word : literals) store_le32(flash.subspan(at), word), at += 4;
    store_le32(flash.subspan(at), load_le32(flash.subspan(4)));
    store_le32(flash.subspan(4), (0x08000000 + start) | 1);
    return world;
}

void thirty_boots(benchmark::State& state, const World& world) {
    std::uint64_t instructions = 0;
    for (auto _ : state) {
        instructions = 0;
        for (int i = 0; i < boots; ++i) instructions += boot(world, plan)->instructions;
    }
    state.counters["instructions"] = static_cast<double>(instructions);
}

void thirty_demo_boots(benchmark::State& state) {
    thirty_boots(state, testing::demo_world(testing::golden_uid, testing::golden_uid));
}
BENCHMARK(thirty_demo_boots)->Unit(benchmark::kMillisecond);

void thirty_busy_boots(benchmark::State& state) { thirty_boots(state, busy_world()); }
BENCHMARK(thirty_busy_boots)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace jig::inspect
