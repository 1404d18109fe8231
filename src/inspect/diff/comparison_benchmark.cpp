// SPDX-License-Identifier: Apache-2.0
// What a comparison of archives costs: random content is the worst case for the searches.
#include <benchmark/benchmark.h>

#include "base/random.hpp"
#include "inspect/diff/comparison.hpp"

namespace {

using namespace jig;

void compare_dumps(benchmark::State& state) {
    const auto count = static_cast<std::size_t>(state.range(0));
    std::vector<image::BoardArchive> archives(count);
    std::vector<inspect::NamedArchive> named;
    Random random(1);
    Bytes flash(static_cast<std::size_t>(state.range(1)) * 1024);
    for (std::uint8_t& byte : flash) byte = static_cast<std::uint8_t>(random.next());
    for (image::BoardArchive& archive : archives) {
        archive.part = "STM32F103RC";
        archive.identity.uid.emplace();
        for (std::uint8_t& byte : *archive.identity.uid) byte = static_cast<std::uint8_t>(random.next());
        for (std::size_t i = 0; i < 12; ++i) flash[0x7000 + i] = (*archive.identity.uid)[i] ^ 0x5A;
        static_cast<void>(archive.flash.add(chip::flash_base, flash));
        named.push_back({"board", &archive});
    }
    for (auto _ : state) benchmark::DoNotOptimize(inspect::compare_archives(named));
}
BENCHMARK(compare_dumps)->Args({2, 256})->Args({8, 256})->Args({2, 1024})->Unit(benchmark::kMillisecond);

}  // namespace
