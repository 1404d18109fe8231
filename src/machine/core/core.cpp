// SPDX-License-Identifier: Apache-2.0
// A core that stands still, so that the chip around it can be built and tested before the Cortex-M3 is there.
#include "machine/core/core.hpp"

namespace jig::machine {

struct CoreState {
    std::uint64_t cycle = 0;
};

Core::Core(CoreBus&, std::uint32_t) : state_(std::make_unique<CoreState>()) {}
Core::Core(const Core& other, CoreBus&) : state_(std::make_unique<CoreState>(*other.state_)) {}
Core::~Core() = default;
void Core::map(std::span<const MemoryWindow>) {}
void Core::code_changed(std::uint32_t, std::uint32_t) {}
void Core::power_on_reset() {}
void Core::system_reset() {}
void Core::release_reset() {}
void Core::run(std::uint64_t until_cycle) { state_->cycle = until_cycle; }
void Core::stop_at(std::uint64_t) {}
std::uint64_t Core::cycle() const { return state_->cycle; }
std::uint64_t Core::instructions() const { return 0; }
void Core::nothing_changes_until(std::uint64_t) {}
void Core::set_irq(unsigned, bool) {}
void Core::set_nmi(bool) {}
void Core::send_event() {}
BusReply Core::debug_read(std::uint32_t, Width) { return {.fault = true}; }
BusReply Core::debug_write(std::uint32_t, Width, std::uint32_t) { return {.fault = true}; }
std::uint32_t Core::pc() const { return 0; }
bool Core::in_reset() const { return false; }
bool Core::halted() const { return false; }
bool Core::debug_enabled() const { return false; }
bool Core::sleeping() const { return false; }
bool Core::deep_sleep() const { return false; }
bool Core::locked_up() const { return false; }

}  // namespace jig::machine
