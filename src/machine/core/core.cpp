// SPDX-License-Identifier: Apache-2.0
// The public face: each call goes to the part that knows.
#include "machine/core/core.hpp"

#include <algorithm>

#include "machine/core/state.hpp"

namespace jig::machine {

Core::Core(CoreBus& bus, std::uint32_t cpuid) : state_(std::make_unique<CoreState>(bus, cpuid)) {}
Core::Core(const Core& other, CoreBus& bus) : state_(std::make_unique<CoreState>(*other.state_, bus)) {}
Core::~Core() = default;

void Core::map(std::span<const MemoryWindow> windows) { state_->map(windows); }
void Core::code_changed(std::uint32_t address, std::uint32_t length) { state_->code_changed(address, length); }

void Core::power_on_reset() { state_->power_on_reset(); }
void Core::system_reset() { state_->system_reset(); }
void Core::release_reset() { state_->release_reset(); }

void Core::run(std::uint64_t until_cycle) { state_->run(until_cycle); }
void Core::stop_at(std::uint64_t cycle) {
    state_->stop = std::min(state_->stop, cycle);
    state_->deadline = std::min(state_->deadline, cycle);
}
std::uint64_t Core::cycle() const { return state_->cycle; }
std::uint64_t Core::instructions() const { return state_->instructions; }
void Core::nothing_changes_until(std::uint64_t cycle) { state_->polling.promise(cycle); }

void Core::set_irq(unsigned position, bool asserted) { state_->set_irq(position, asserted); }
void Core::send_event() { state_->send_event(); }

BusReply Core::debug_read(std::uint32_t address, Width width) { return state_->read_system(address, width, true); }
BusReply Core::debug_write(std::uint32_t address, Width width, std::uint32_t value) {
    return state_->write_system(address, width, value, true);
}

void Core::follow_path(PathLog* log) {
    state_->path = log;
    state_->attend();
}

void Core::tell_of_instructions(InstructionWatcher* watcher) {
    state_->watcher = watcher;
    state_->attend();
}

void Core::note_loads(LoadLog* log) {
    state_->loads = log;
    state_->choose_data_windows();
}

std::uint32_t Core::pc() const { return state_->reg.pc; }
std::uint32_t Core::register_value(unsigned number) const {
    constexpr unsigned pc_number = 15;
    if (number < pc_number) return state_->reg.r[number];
    return number == pc_number ? state_->reg.pc : state_->reg.xpsr();
}
bool Core::halted() const { return state_->debug.halted; }
bool Core::debug_enabled() const { return state_->debug.c_debugen; }
bool Core::sleeping() const { return state_->sleeping; }
bool Core::locked_up() const { return state_->locked_up; }

}  // namespace jig::machine
