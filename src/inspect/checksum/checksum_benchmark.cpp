// SPDX-License-Identifier: Apache-2.0
// Milliseconds for each model and for the whole catalogue, on images that look like firmware.
#include <benchmark/benchmark.h>

#include "inspect/checksum/find.hpp"
#include "inspect/checksum/testing/firmware_like.hpp"
#include "inspect/checksum/trailing_ranges.hpp"

namespace jig::inspect {
namespace {

const Bytes& image_of(std::size_t size) {
    static const Bytes small = testing::firmware_like(256 << 10, 220 << 10, 1);
    static const Bytes large = testing::firmware_like(1 << 20, 900 << 10, 1);
    return size == large.size() ? large : small;
}

// All ranges of one model with their value behind them, both byte orders.
void ranges_of(benchmark::State& state, const ChecksumModel& model) {
    const Bytes& image = image_of(static_cast<std::size_t>(state.range(0)) << 10);
    std::uint64_t ranges = 0;
    for (auto _ : state) ranges = count_trailing_ranges(model, image, static_cast<std::size_t>(state.range(1)));
    state.counters["ranges"] = static_cast<double>(ranges);
}

void ranges_of_all_models(benchmark::State& state) {
    const Bytes& image = image_of(static_cast<std::size_t>(state.range(0)) << 10);
    for (auto _ : state) {
        for (const ChecksumModel& model : checksum_models()) {
            benchmark::DoNotOptimize(count_trailing_ranges(model, image, static_cast<std::size_t>(state.range(1))));
        }
    }
}
BENCHMARK(ranges_of_all_models)
    ->ArgNames({"KB", "step"})
    ->ArgsProduct({{256, 1024}, {4, 1}})
    ->Unit(benchmark::kMillisecond);

// The whole search, with one dump or with two that differ in a serial number and in a value.
void find_in(benchmark::State& state) {
    const Bytes& image = image_of(static_cast<std::size_t>(state.range(0)) << 10);
    Bytes other = image;
    other[0x6000] ^= 0x55;
    other[0x6100] ^= 0x55;
    ChecksumQuery query;
    query.dumps = {image};
    if (state.range(2) == 2) query.dumps.push_back(other);
    query.page_bytes = 2048;
    query.step = static_cast<std::size_t>(state.range(1));
    for (auto _ : state) benchmark::DoNotOptimize(find_checksums(query));
}
BENCHMARK(find_in)
    ->ArgNames({"KB", "step", "dumps"})
    ->ArgsProduct({{256, 1024}, {4, 1}, {1, 2}})
    ->Unit(benchmark::kMillisecond);

const bool registered = [] {
    for (const ChecksumModel& model : checksum_models()) {
        benchmark::RegisterBenchmark(label(model).c_str(), ranges_of, model)
            ->ArgNames({"KB", "step"})
            ->ArgsProduct({{256, 1024}, {4, 1}})
            ->Unit(benchmark::kMillisecond);
    }
    return true;
}();

}  // namespace
}  // namespace jig::inspect
