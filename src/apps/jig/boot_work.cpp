// SPDX-License-Identifier: Apache-2.0
#include "apps/jig/boot_work.hpp"

#include <fmt/format.h>

#include <fstream>

#include "apps/jig/described_board.hpp"
#include "apps/jig/duration_words.hpp"
#include "inspect/boot/waveform.hpp"
#include "inspect/trace/instruction_trace.hpp"
#include "inspect/trace/trace_writer.hpp"

namespace jig::app {
namespace {

// Half-words: bit 0 of a vector, of a function pointer or of LR is the Thumb bit, not part of the address.
constexpr std::uint32_t thumb_bit = 1;

Result<void> close_whole(std::ofstream& out, const std::string& file) {
    out.close();
    if (out) return {};
    return fail(ErrorKind::internal,
                fmt::format("{} could not be written; is there room, and may you write there?", file));
}

Result<void> write_text(const std::string& file, const std::string& text) {
    std::ofstream out(file, std::ios::binary | std::ios::trunc);
    out << text;
    return close_whole(out, file);
}

Result<inspect::TraceLimit> trace_limit(const BootWords& words) {
    inspect::TraceLimit limit;
    if (words.trace_first) limit.lines = *words.trace_first;
    if (words.trace_last) limit = {*words.trace_last, inspect::TraceEnd::last};
    if (limit.which == inspect::TraceEnd::first || limit.lines <= inspect::most_last_lines) return limit;
    return fail(ErrorKind::usage,
                fmt::format("--trace-last keeps its lines in memory, at most {}; --trace-first writes "
                            "as many as there is room for",
                            inspect::most_last_lines));
}

Result<inspect::BootRecord> traced_boot(const inspect::World& world, const inspect::BootPlan& plan,
                                        const BootWords& words, WrittenTrace& written) {
    TRY_ASSIGN(const inspect::TraceLimit limit, trace_limit(words));
    std::ofstream out(words.trace, std::ios::binary | std::ios::trunc);
    const std::string about = fmt::format("{}, {}", words.file, world.board.part);
    TRY_ASSIGN(inspect::TraceWriter writer,
               inspect::TraceWriter::open(about, limit, [&out](std::string_view lines) { out << lines; }));
    TRY_ASSIGN(const std::unique_ptr<inspect::Boot> boot, inspect::Boot::start(world, plan));
    inspect::InstructionTrace trace(boot->chip(),
                                    [&writer](const inspect::TraceEntry& entry) { return writer.add(entry); });
    boot->follow(trace);
    inspect::BootRecord record = boot->finish();
    trace.ended();
    writer.finish(trace.left_out());
    TRY(close_whole(out, words.trace));
    written = {words.trace, writer.lines(), writer.left_out()};
    return record;
}

// The same World boots the same way again, so that the second boot can end where the first one arrived.
Result<void> look_for(std::uint32_t address, const inspect::World& world, inspect::BootPlan& plan, BootAnswer& answer) {
    answer.until = address & ~thumb_bit;
    TRY_ASSIGN(answer.arrival, inspect::arrival_at(*answer.until, world, plan));
    if (answer.arrival) plan.duration = answer.arrival->at;
    return {};
}

}  // namespace

Result<BootAnswer> run_boot(const BootWords& words) {
    TRY_ASSIGN(const Duration duration, parse_duration(words.duration));
    inspect::BootPlan plan{.duration = duration};
    if (!words.from.empty()) {
        TRY_ASSIGN(plan.from, parse_number(words.from));
    }
    std::uint32_t until = 0;
    if (!words.until.empty()) {
        TRY_ASSIGN(until, parse_number(words.until));
    }
    TRY(trace_limit(words));
    TRY_ASSIGN(const image::BoardArchive archive, image::read_archive(words.file));
    TRY_ASSIGN(const std::optional<board::BoardDescription> described, described_board(words.board));
    TRY_ASSIGN(const inspect::World world, inspect::world_of(archive, described ? &*described : nullptr));
    BootAnswer answer{.board = world.board, .record = {}, .until = {}, .arrival = {}, .trace = {}};
    if (!words.until.empty()) TRY(look_for(until, world, plan, answer));
    if (words.trace.empty()) {
        TRY_ASSIGN(answer.record, inspect::boot(world, plan));
    } else {
        TRY_ASSIGN(answer.record, traced_boot(world, plan, words, answer.trace.emplace()));
    }
    if (!words.vcd.empty()) TRY(write_text(words.vcd, inspect::vcd_of(answer.record, world.board.lamps)));
    return answer;
}

}  // namespace jig::app
