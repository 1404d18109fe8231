// SPDX-License-Identifier: Apache-2.0
#include "apps/jig/watch_work.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "dap/watchpoints.hpp"
#include "inspect/watch/access_site.hpp"

namespace jig::app {
namespace {

// Between two looks at the core; a probe takes about as long for one.
constexpr Duration poll_pause = std::chrono::microseconds(500);
// A chip that resets itself does not answer meanwhile.
constexpr Duration silence_allowed = std::chrono::milliseconds(500);
constexpr unsigned core_registers = 17;  // R0 to R12, SP, LR, PC, xPSR

// Reading these changes nothing: flash, the system memory with UID and option bytes, SRAM, BKP, FLASH_OBR, FLASH_WRPR.
constexpr std::array<AddressRange, 5> harmless = {
    {{0x08000000, 0x08000000}, {0x1FFFF000, 0x1000}, {0x20000000, 0x10000000}, {0x40006C00, 0x400}, {0x4002201C, 8}}};

bool passes(const Error& error) { return error.kind == ErrorKind::fault || error.kind == ErrorKind::wait; }

Result<inspect::HaltedCore> read_core(dap::Core& core) {
    inspect::HaltedCore halted;
    TRY_ASSIGN(halted.pc, core.read_register(dap::CoreRegister::pc));
    TRY_ASSIGN(halted.xpsr, core.read_register(dap::CoreRegister::xpsr));
    halted.reg = [&core](unsigned number) -> std::optional<std::uint32_t> {
        const Result<std::uint32_t> value = core.read_register(static_cast<dap::CoreRegister>(number));
        return value ? std::optional(*value) : std::nullopt;
    };
    return halted;
}

// Where the memory that `address` lies in begins, as far as a window of code must not reach across it.
std::uint32_t memory_start(std::uint32_t address) {
    constexpr std::uint32_t system_memory = 0x1FFFF000;
    return address >= system_memory && address < 0x20000000 ? system_memory : address & 0xFF000000;
}

// Less, or nothing, where the chip does not let it be read.
Result<inspect::CodeWindow> read_code(dap::TargetMemory& memory, std::uint32_t pc) {
    inspect::CodeWindow code;
    code.base = std::max(memory_start(pc), pc - std::min(pc, inspect::code_before));
    for (const std::uint32_t after : {inspect::code_after, 0U}) {
        code.bytes.resize(pc + after - code.base);
        const Result<void> read = memory.read(code.base, code.bytes);
        if (read) return code;
        if (!passes(read.error())) return fail(read.error());
    }
    code.bytes.clear();
    return code;
}

std::optional<std::uint32_t> peek(dap::TargetMemory& memory, std::uint32_t address, std::uint32_t width) {
    const bool safe = std::ranges::any_of(harmless, [&](auto& range) { return range.contains({address, width}); });
    const std::uint32_t in_word = address & 3;
    if (!safe || in_word + width > 4) return {};
    const Result<std::uint32_t> word = memory.read_word(address - in_word);
    if (!word) return {};
    const std::uint32_t value = *word >> (8 * in_word);
    return width == 4 ? value : value & ((1U << (8 * width)) - 1);
}

class Watch {
 public:
    Watch(dap::Target& target, const WatchPlan& plan, const WatchListener& listener, dap::Watchpoints& watchpoints,
          inspect::InstructionReader reader)
        : target_(target),
          plan_(plan),
          listener_(listener),
          watchpoints_(watchpoints),
          reader_(std::move(reader)),
          start_(target.clock().now()) {
        for (const dap::WatchBlock& block : watchpoints.blocks()) record_.blocks.push_back(block.range());
    }

    WatchRecord run() {
        const Deadline end(target_.clock(), plan_.duration);
        while (record_.ended.empty() && !record_.error) {
            if (listener_.interrupted()) {
                record_.ended = "interrupted";
            } else if (end.passed()) {
                record_.ended = "time";
            } else if (const Result<void> looked = look(); !looked) {
                record_.error = looked.error();
            }
        }
        if (record_.error) record_.ended = "error";
        record_.duration = elapsed();
        return std::move(record_);
    }

 private:
    [[nodiscard]] Duration elapsed() const { return target_.clock().now() - start_; }

    Result<void> look() {
        const Result<dap::CoreState> state = target_.core().state();
        if (!state && !(passes(state.error()) && elapsed() - answered_at_ < silence_allowed)) {
            return fail(state.error());
        }
        if (state) answered_at_ = elapsed();
        if (state && *state == dap::CoreState::halted) return halted();
        target_.clock().sleep(poll_pause);
        return {};
    }

    Result<void> halted() {
        TRY_ASSIGN(const inspect::HaltedCore core, read_core(target_.core()));
        TRY_ASSIGN(const bool trapped, watchpoints_.take_trap());
        if (!trapped) return stopped_elsewhere(core.pc);
        TRY(note(core));
        if (plan_.halt && record_.reads > 0) return stay_halted();
        if (plan_.count != 0 && record_.reads >= plan_.count) {
            record_.ended = "count";
            return {};
        }
        return target_.core().resume();
    }

    Result<void> stay_halted() {
        for (unsigned number = 0; number < core_registers; ++number) {
            TRY_ASSIGN(const std::uint32_t value, target_.core().read_register(static_cast<dap::CoreRegister>(number)));
            record_.registers.push_back(value);
        }
        record_.ended = "halt";
        return {};
    }

    Result<void> stopped_elsewhere(std::uint32_t pc) {
        return fail(ErrorKind::refused,
                    fmt::format("the core halted at {} and no watchpoint did it: the firmware executed a BKPT, or "
                                "another debugger is at work; nothing after it was watched",
                                hex_address(pc)));
    }

    Result<void> note(const inspect::HaltedCore& core) {
        TRY_ASSIGN(std::vector<AddressRange> matched, watchpoints_.take_matched());
        if (matched.empty()) matched = record_.blocks;
        const std::uint32_t pc = core.pc;
        TRY_ASSIGN(const inspect::CodeWindow code, read_code(target_.memory(), pc));
        const auto sites = inspect::find_access(reader_, code, core, matched, [this](auto address, auto width) {
            return peek(target_.memory(), address, width);
        });
        WatchHit hit{.at = elapsed(), .pcs = {}, .halted_pc = pc, .disassembly = {}, .address = {}, .value = {}};
        for (const inspect::AccessSite& site : sites) hit.pcs.push_back(site.pc);
        if (sites.empty()) {
            keep(hit);
            return {};
        }
        hit.disassembly = sites.front().disassembly;
        for (const inspect::WatchedRead& read : sites.front().reads) {
            hit.address = read.address;
            hit.value = read.value;
            keep(hit);
        }
        return {};
    }

    void keep(const WatchHit& hit) {
        const auto asked = [&](const AddressRange& range) { return range.overlaps({*hit.address & ~3U, 4}); };
        if (hit.address && std::ranges::none_of(plan_.ranges, asked)) {
            ++record_.outside;
            return;
        }
        ++record_.reads;
        listener_.hit(hit);
        if (record_.hits.size() < most_hits) record_.hits.push_back(hit);
    }

    dap::Target& target_;
    const WatchPlan& plan_;
    const WatchListener& listener_;
    dap::Watchpoints& watchpoints_;
    inspect::InstructionReader reader_;
    Duration start_;
    Duration answered_at_{0};
    WatchRecord record_;
};

}  // namespace

Result<WatchRecord> watch(dap::Target& target, const WatchPlan& plan, const WatchListener& listener) {
    TRY_ASSIGN(inspect::InstructionReader reader, inspect::InstructionReader::open());
    if (plan.reset) TRY(target.core().reset_and_halt());
    TRY_ASSIGN(dap::Watchpoints watchpoints, dap::Watchpoints::arm(target.memory(), plan.ranges));
    TRY(target.core().resume());
    Watch watch(target, plan, listener, watchpoints, std::move(reader));
    WatchRecord record = watch.run();
    const Result<void> disarmed = watchpoints.disarm();
    if (record.ended == "halt") target.leave_halted();
    if (!disarmed && !record.error) record.error = disarmed.error();
    return record;
}

}  // namespace jig::app
