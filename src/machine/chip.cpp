// SPDX-License-Identifier: Apache-2.0
// The facade of the virtual chip, and the copy of a whole one.
#include "machine/chip.hpp"

#include "machine/chip_parts.hpp"
#include "machine/system_memory.hpp"

namespace jig::machine {

namespace {

constexpr unsigned usarts = 5;

}  // namespace

ChipParts::ChipParts(const ChipConfig& config, const ChipStorage& storage, const ChipFaults& faults)
    : config_(config),
      seed_(faults.seed),
      backup_(storage.backup),
      sram_(config.sram_bytes),
      system_memory_(make_system_memory(config)),
      flash_(config, storage, faults),
      peripherals_(config),
      uart_output_(usarts + 1),
      core_(*this, config.cpuid),
      appointments_(peripheral_slots().size(), never),
      wanted_(peripheral_slots().size()) {}

ChipParts::ChipParts(const ChipParts& other, const ChipStorage& storage)
    : config_(other.config_),
      seed_(other.seed_),
      backup_(storage.backup),
      sram_(other.sram_),
      system_memory_(other.system_memory_),
      flash_(other.flash_, storage),
      peripherals_(other.peripherals_),
      pads_(other.pads_),
      unmodelled_(other.unmodelled_),
      faults_(other.faults_),
      poll_answers_(other.poll_answers_),
      uart_output_(other.uart_output_),
      core_(other.core_, *this),
      time_(other.time_),
      now_(other.now_),
      clocks_(other.clocks_),
      appointments_(other.appointments_),
      wanted_(other.wanted_),
      wanted_all_(other.wanted_all_),
      release_at_(other.release_at_),
      state_(other.state_) {
    map_windows_of(other);
}

void ChipParts::set_input(Pin pin, Level level) {
    if (pads_.set_input(pin, level) && state_.powered) {
        look_at_wakeup_pin(pin);
        notify_pads_changed();
    }
    settle();
}

void ChipParts::set_input_voltage(Pin pin, unsigned millivolts) {
    if (pads_.set_input_voltage(pin, millivolts) && state_.powered) {
        look_at_wakeup_pin(pin);
        notify_pads_changed();
    }
    settle();
}

void ChipParts::send_to_uart(unsigned usart, std::span<const std::uint8_t> bytes) {
    uart_receive(peripherals_, *this, usart, bytes);
    settle();
}

CoreActivity ChipParts::activity() const {
    if (!state_.powered) return CoreActivity::no_power;
    if (in_reset()) return CoreActivity::in_reset;
    if (state_.low_power == LowPower::standby) return CoreActivity::standby;
    if (state_.low_power == LowPower::stop) return CoreActivity::stop;
    if (core_.halted()) return CoreActivity::halted;
    if (core_.locked_up()) return CoreActivity::locked_up;
    return core_.sleeping() ? CoreActivity::sleeping : CoreActivity::running;
}

std::optional<std::uint16_t> ChipParts::clock_spi(unsigned spi, std::uint16_t mosi) {
    const auto answer = spi_clocked(peripherals_, *this, spi, mosi);
    settle();
    return answer;
}

void ChipParts::connect(Outside* outside) {
    outside_ = outside;
    pads_.listen(outside != nullptr ? outside->listens_to() : std::span<const Pin>());
}

std::vector<std::uint8_t> ChipParts::take_uart_output(unsigned usart) {
    return std::exchange(uart_output_.at(usart), {});
}

Chip::Chip(const ChipConfig& config, ChipStorage storage, const ChipFaults& faults)
    : parts_(std::make_unique<ChipParts>(config, storage, faults)) {}
Chip::Chip(const Chip& other, ChipStorage storage) : parts_(std::make_unique<ChipParts>(*other.parts_, storage)) {}
Chip::~Chip() = default;
Chip::Chip(Chip&&) noexcept = default;
Chip& Chip::operator=(Chip&&) noexcept = default;

const ChipConfig& Chip::config() const { return parts_->config_; }

void Chip::power_on() { parts_->power_on(); }
void Chip::power_off() { parts_->power_off(); }
bool Chip::powered() const { return parts_->state_.powered; }
void Chip::set_nrst(bool low) { parts_->set_nrst(low); }
bool Chip::in_reset() const { return parts_->in_reset(); }
void Chip::set_boot_pins(bool boot0_high, bool boot1_high) {
    parts_->state_.boot0_high = boot0_high;
    parts_->state_.boot1_high = boot1_high;
}

Picoseconds Chip::now() const { return parts_->now(); }
void Chip::run_until(Picoseconds time) { parts_->run_until(time); }

DebugReply Chip::debug_read(std::uint32_t address, Width width) { return parts_->debug_read(address, width); }
DebugReply Chip::debug_write(std::uint32_t address, Width width, std::uint32_t value) {
    return parts_->debug_write(address, width, value);
}
bool Chip::swd_enabled() const { return swd_pins_enabled(parts_->peripherals_); }
bool Chip::jtag_enabled() const { return jtag_pins_enabled(parts_->peripherals_); }
void Chip::set_debug_power(bool on) { parts_->set_debug_power(on); }

void Chip::set_input(Pin pin, Level level) { parts_->set_input(pin, level); }
void Chip::set_input_voltage(Pin pin, unsigned millivolts) { parts_->set_input_voltage(pin, millivolts); }
Level Chip::output(Pin pin) const { return parts_->pads_.output(pin); }
std::vector<PinEdge> Chip::take_edges() { return parts_->pads_.take_edges(); }
void Chip::watch_pins(std::span<const Pin> pins) {
    parts_->pads_.watch(pins);
    if (parts_->state_.powered) parts_->notify_clocking_changed();
}

std::vector<std::uint8_t> Chip::take_uart_output(unsigned usart) { return parts_->take_uart_output(usart); }
void Chip::send_to_uart(unsigned usart, std::span<const std::uint8_t> bytes) { parts_->send_to_uart(usart, bytes); }

void Chip::watch(const ChipWatch& watch) {
    parts_->reads_ = watch.reads;
    parts_->core_.follow_path(watch.path);
    parts_->core_.note_loads(watch.flash_loads);
    parts_->core_.tell_of_instructions(watch.instructions);
}
CoreActivity Chip::activity() const { return parts_->activity(); }
std::uint32_t Chip::register_value(unsigned number) const { return parts_->core_.register_value(number); }
const std::vector<FaultTaken>& Chip::faults() const { return parts_->faults_; }
std::optional<ResetCause> Chip::last_reset() const { return parts_->state_.last_reset; }
void Chip::connect(Outside* outside) { parts_->connect(outside); }
std::optional<std::uint16_t> Chip::clock_spi(unsigned spi, std::uint16_t mosi) { return parts_->clock_spi(spi, mosi); }

std::uint64_t Chip::instructions() const { return parts_->core_.instructions(); }
std::uint64_t Chip::resets() const { return parts_->state_.resets; }
std::uint32_t Chip::pc() const { return parts_->core_.pc(); }
std::vector<UnmodelledAccess> Chip::unmodelled() const { return parts_->unmodelled_.list(); }
void Chip::answer_polls(bool on) { parts_->poll_answers_.switch_on(on); }
std::vector<Intervention> Chip::interventions() const { return parts_->poll_answers_.list(); }
std::uint64_t Chip::half_words_programmed() const { return parts_->flash_.half_words_programmed(); }

}  // namespace jig::machine
