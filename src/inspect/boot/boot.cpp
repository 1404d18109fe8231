// SPDX-License-Identifier: Apache-2.0
#include "inspect/boot/boot.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "inspect/boot/settling.hpp"
#include "inspect/boot/start_at.hpp"

namespace jig::inspect {
namespace {

constexpr Picoseconds slice = std::chrono::milliseconds{1};
constexpr Picoseconds longest_last_stretch = std::chrono::milliseconds{100};
// What a program does once in longer than this counts as new each time: lamps that blink slower are rare.
constexpr Picoseconds longest_period = std::chrono::milliseconds{2500};
constexpr Picoseconds period_slice = std::chrono::milliseconds{50};
constexpr std::size_t kept_edges_per_pin = 4096;
constexpr std::size_t kept_uart_bytes = 256 * 1024;
constexpr std::size_t kept_uart_moments = 8192;
constexpr std::size_t kept_resets = 256;
constexpr unsigned usarts = 5;

Bytes backup_bytes(const World& world) {
    Bytes bytes(2 * std::size_t{world.board.chip.backup_registers});
    for (const auto& [number, value] : world.backup)
        if (number >= 1 && 2 * number <= bytes.size())
            store_le16(MutableByteView(bytes).subspan(2 * (number - 1)), value);
    return bytes;
}

}  // namespace

struct Boot::Running {
    Running(const World& world, const BootPlan& the_plan)
        : plan(the_plan),
          flash(world.flash),
          option_bytes(world.option_bytes.begin(), world.option_bytes.end()),
          backup(backup_bytes(world)),
          board(world.board, {flash, option_bytes, backup}) {}

    void watch(machine::PathLog* path);
    void note_slice();
    void run_until(Picoseconds time);
    void run_stretch(Picoseconds time, machine::PathLog& path);
    [[nodiscard]] BootRecord taken_record();
    [[nodiscard]] bool turns_again(machine::PathLog& before, const ExecutedCode& code);

    BootPlan plan;
    Bytes flash;
    Bytes option_bytes;
    Bytes backup;
    board::Board board;
    machine::ReadLog reads;
    machine::InstructionWatcher* watcher = nullptr;
    BootRecord record;
    std::uint64_t resets_seen = 0;
};

void Boot::Running::watch(machine::PathLog* path) {
    board.chip().watch({.path = path, .reads = &reads, .instructions = watcher});
}

void Boot::Running::note_slice() {
    machine::Chip& chip = board.chip();
    for (const machine::PinEdge& edge : board.take_edges()) {
        PinActivity& pin = record.pins[edge.pin];
        ++pin.edges;
        pin.last = edge.level;
        pin.last_at = edge.at;
        if (pin.kept.size() < kept_edges_per_pin) pin.kept.push_back(edge);
    }
    for (unsigned usart = 1; usart <= usarts; ++usart) {
        const std::vector<std::uint8_t> sent = chip.take_uart_output(usart);
        if (sent.empty()) continue;
        std::vector<std::uint8_t>& all = record.uart[usart];
        all.insert(all.end(), sent.begin(),
                   sent.begin() + static_cast<std::ptrdiff_t>(std::min(sent.size(), kept_uart_bytes - all.size())));
        std::vector<UartMoment>& moments = record.uart_moments[usart];
        if (moments.size() < kept_uart_moments) moments.push_back({chip.now(), all.size()});
    }
    for (; resets_seen < chip.resets(); ++resets_seen)
        if (record.resets.size() < kept_resets)
            record.resets.push_back({chip.last_reset().value_or(machine::ResetCause::power_on), chip.now()});
}

void Boot::Running::run_until(Picoseconds time) {
    while (board.chip().now() < time) {
        board.run_until(std::min(time, board.chip().now() + slice));
        note_slice();
    }
}

void Boot::Running::run_stretch(Picoseconds time, machine::PathLog& path) {
    watch(&path);
    run_until(time);
}

BootRecord Boot::Running::taken_record() {
    machine::Chip& chip = board.chip();
    BootRecord taken = std::move(record);
    taken.duration = plan.duration;
    taken.lamps = board.lamps();
    taken.reads = reads.list();
    taken.faults = chip.faults();
    taken.final_pc = chip.pc();
    taken.instructions = chip.instructions();
    taken.unmodelled = chip.unmodelled();
    return taken;
}

// Whether all of the code runs again, or has run in `before`. Lets time pass beyond the plan's end.
bool Boot::Running::turns_again(machine::PathLog& before, const ExecutedCode& code) {
    board.chip().watch({.path = &before});
    const Picoseconds end = board.chip().now() + longest_period;
    while (board.chip().now() < end) {
        board.run_until(board.chip().now() + period_slice);
        if (ExecutedCode(before).covers(code)) return true;
    }
    return false;
}

Boot::Boot(std::unique_ptr<Running> running) : running_(std::move(running)) {}
Boot::~Boot() = default;
machine::Chip& Boot::chip() { return running_->board.chip(); }

Result<std::unique_ptr<Boot>> Boot::start(const World& world, const BootPlan& plan) {
    auto running = std::make_unique<Running>(world, plan);
    running->board.watch_all_pins();
    running->watch(plan.path);
    running->board.power_on();
    if (plan.from) TRY(start_at(running->board, *plan.from));
    return std::unique_ptr<Boot>(new Boot(std::move(running)));
}

void Boot::follow(machine::InstructionWatcher& watcher) {
    running_->watcher = &watcher;
    running_->watch(running_->plan.path);
}

bool Boot::run_slice() {
    Running& running = *running_;
    const Picoseconds end = running.plan.duration;
    running.run_until(std::min(end, running.board.chip().now() + slice));
    return running.board.chip().now() < end;
}

void Boot::run_to_instruction(std::uint64_t number) {
    Running& running = *running_;
    machine::Chip& chip = running.board.chip();
    while (chip.instructions() < number && chip.now() < running.plan.duration) {
        // The core never runs more than one instruction in a cycle of 72 MHz.
        const auto at_least = static_cast<std::int64_t>(std::min<std::uint64_t>(number - chip.instructions(), 72'000));
        constexpr Picoseconds fastest_cycle{13'800};
        running.board.run_until(std::min(running.plan.duration, chip.now() + at_least * fastest_cycle));
        running.note_slice();
    }
}

BootRecord Boot::finish() {
    Running& running = *running_;
    machine::Chip& chip = running.board.chip();
    const Picoseconds end = running.plan.duration;
    const Picoseconds last_stretch = std::min(end / 4, longest_last_stretch);
    running.run_until(end / 2);
    const std::uint64_t resets_before = chip.resets();
    running.run_until(end - last_stretch);
    machine::PathLog earlier(0);
    machine::PathLog later(0);
    running.run_stretch(end - last_stretch / 2, earlier);
    running.run_stretch(end, later);
    chip.watch({});
    BootRecord record = running.taken_record();
    const ExecutedCode later_code(later);
    record.final_code = later_code.ranges();
    constexpr unsigned xpsr = 16;
    const machine::CoreActivity activity = chip.activity();
    record.settled = settled_of({.earlier = ExecutedCode(earlier),
                                 .later = later_code,
                                 .activity = activity,
                                 .exception = chip.register_value(xpsr) & 0x1FF,
                                 .recent_resets = chip.resets() - resets_before,
                                 .instructions = record.instructions});
    // Two moments may both miss what comes once in a while, as the other edge of a lamp.
    if (record.settled == Settled::unsettled && running.plan.wait_for_period &&
        running.turns_again(earlier, later_code))
        record.settled = activity == machine::CoreActivity::sleeping ? Settled::sleep : Settled::loop;
    return record;
}

Result<BootRecord> boot(const World& world, const BootPlan& plan) {
    TRY_ASSIGN(const std::unique_ptr<Boot> started, Boot::start(world, plan));
    return started->finish();
}

}  // namespace jig::inspect
