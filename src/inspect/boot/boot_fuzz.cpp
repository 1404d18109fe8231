// SPDX-License-Identifier: Apache-2.0
// Any bytes as flash, booted on a board with devices: the boot ends, does no more than its time allows, and what is
// written of it is written.
#include <cstdlib>

#include "inspect/boot/boot.hpp"
#include "inspect/boot/waveform.hpp"
#include "inspect/trace/instruction_trace.hpp"
#include "inspect/trace/trace_writer.hpp"

namespace {

using namespace jig;
using namespace std::chrono_literals;

constexpr std::size_t head_bytes = 24;
constexpr std::size_t code_offset = 0x40;
constexpr std::uint32_t traced_lines = 200;
constexpr inspect::Picoseconds out_of_reset = 2500us;
// The fastest clock that the PLL can make of 8 MHz is 128 MHz, and no instruction takes less than a cycle.
constexpr inspect::Picoseconds shortest_instruction{7'800};

constexpr const char* bench_text = R"(
[[board]]
name = "board"
part = "STM32F103C4"
lamps = { green = "PC13", red = "!PB0" }
[[board.device]]
kind = "spi-flash"
bus = "SPI1"
select = "PA4"
[[board.device]]
kind = "i2c-eeprom"
bus = "I2C1"
)";

// Head: option bytes where the first of its bytes asks for them, whether a vector table leads to the bytes behind, and
// for how long. Rest: the flash.
inspect::World world_of_bytes(const board::BoardDescription& board, ByteView head, ByteView rest) {
    inspect::World world;
    world.board = board;
    world.option_bytes = board.option_bytes;
    if (head[0] % 8 == 0) std::ranges::copy(head.subspan(4, 16), world.option_bytes.begin());
    world.flash.assign(board.chip.flash_bytes, 0xFF);
    const bool with_table = head[1] % 4 != 0;
    const std::size_t offset = with_table ? code_offset : 0;
    std::ranges::copy(rest.first(std::min(rest.size(), world.flash.size() - offset)),
                      world.flash.begin() + static_cast<std::ptrdiff_t>(offset));
    const MutableByteView flash(world.flash);
    for (std::size_t at = 0; with_table && at < code_offset; at += 4)
        store_le32(flash.subspan(at), at == 0 ? 0x20001000 : 0x08000041 + head[20] % 4 * std::uint32_t(at));
    return world;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const Result<board::BenchDescription> bench = board::parse_bench(bench_text, "fuzz.toml");
    if (!bench) std::abort();
    if (size < head_bytes) return 0;
    const ByteView head = ByteView(data, size).first(head_bytes);
    const inspect::World world = world_of_bytes(bench->boards.front(), head, ByteView(data, size).subspan(head_bytes));
    const inspect::BootPlan plan{.duration = out_of_reset + 1ms * (1 + head[2] % 4)};

    std::size_t lines = 0;
    auto writer = inspect::TraceWriter::open(
        "fuzz", {traced_lines, head[3] % 2 == 0 ? inspect::TraceEnd::first : inspect::TraceEnd::last},
        [&lines](std::string_view text) { lines += static_cast<std::size_t>(std::ranges::count(text, '\n')); });
    const auto boot = inspect::Boot::start(world, plan);
    if (!writer || !boot) std::abort();
    inspect::InstructionTrace trace((*boot)->chip(),
                                    [&](const inspect::TraceEntry& entry) { return writer->add(entry); });
    (*boot)->follow(trace);
    const inspect::BootRecord record = (*boot)->finish();
    trace.ended();
    writer->finish(trace.left_out());

    if (record.instructions > static_cast<std::uint64_t>(plan.duration / shortest_instruction)) std::abort();
    constexpr std::size_t head_and_gap_lines = 4;
    if (lines > traced_lines + head_and_gap_lines) std::abort();
    if (inspect::vcd_of(record, world.board.lamps).empty()) std::abort();
    return 0;
}
