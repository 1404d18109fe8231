// SPDX-License-Identifier: Apache-2.0
// How long the computer takes to read a board's whole flash through the ST-Link in process.
#include <benchmark/benchmark.h>

#include "bench/testing/small_bench.hpp"

namespace jig::bench {
namespace {

constexpr std::uint32_t flash_base = 0x08000000;
constexpr std::uint32_t flash_bytes = 256 * 1024;
constexpr std::uint16_t packet = 4096;

void command(StlinkUsb& usb, ByteView bytes, MutableByteView answer) {
    Bytes block(bytes.begin(), bytes.end());
    block.resize(CommandBlock::size_bytes);
    if (!usb.write(0x02, block)) std::abort();
    if (!answer.empty() && !usb.read(0x81, answer, Duration{0})) std::abort();
}

void read_whole_flash(benchmark::State& state) {
    const testing::SmallBench bench;
    LiveBoard& live = bench.served[0]->live();
    StlinkUsb& usb = *live.stlink();
    Bytes in(packet);
    command(usb, from_hex("f307").value(), {});
    command(usb, from_hex("f230a3").value(), MutableByteView(in).first(2));
    const Duration before = live.clock().now();
    for (auto _ : state) {
        for (std::uint32_t at = 0; at < flash_bytes; at += packet) {
            Bytes read = {0xF2, 0x07, 0, 0, 0, 0, 0, 0};
            store_le32(MutableByteView(read).subspan(2), flash_base + at);
            store_le16(MutableByteView(read).subspan(6), packet);
            command(usb, read, in);
        }
    }
    state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations()) * flash_bytes);
    const double modelled = std::chrono::duration<double>(live.clock().now() - before).count();
    state.counters["modelled_s"] = modelled / static_cast<double>(state.iterations());
}
BENCHMARK(read_whole_flash)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace jig::bench
