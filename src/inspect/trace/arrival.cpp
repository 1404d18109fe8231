// SPDX-License-Identifier: Apache-2.0
#include "inspect/trace/arrival.hpp"

namespace jig::inspect {
namespace {

class Lookout final : public machine::InstructionWatcher {
 public:
    Lookout(std::uint32_t address, const machine::Chip& chip) : address_(address), chip_(chip) {}

    void begins(std::uint32_t address, std::span<const std::uint8_t>) override {
        if (address != address_ || arrival_) return;
        arrival_.emplace().at = chip_.now();
        for (unsigned number = 0; number < traced_registers; ++number)
            arrival_->registers[number] = chip_.register_value(number);
    }
    void ended() override {}
    [[nodiscard]] const std::optional<Arrival>& arrival() const { return arrival_; }

 private:
    std::uint32_t address_;
    const machine::Chip& chip_;
    std::optional<Arrival> arrival_;
};

}  // namespace

Result<std::optional<Arrival>> arrival_at(std::uint32_t address, const World& world, const BootPlan& plan) {
    constexpr std::uint64_t at_a_time = 100'000;
    TRY_ASSIGN(const std::unique_ptr<Boot> boot, Boot::start(world, plan));
    Lookout lookout(address, boot->chip());
    boot->follow(lookout);
    while (!lookout.arrival() && boot->chip().now() < plan.duration)
        boot->run_to_instruction(boot->chip().instructions() + at_a_time);
    return lookout.arrival();
}

}  // namespace jig::inspect
