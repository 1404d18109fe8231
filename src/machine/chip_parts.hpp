// SPDX-License-Identifier: Apache-2.0
// The inside of a Chip: core, memories, flash and peripherals, and the fabric that joins them in time. All of it is
// held by value, so that a copy of a chip is the same moment of the same chip.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "machine/chip.hpp"
#include "machine/chip_time.hpp"
#include "machine/core/core.hpp"
#include "machine/device.hpp"
#include "machine/flash/flash.hpp"
#include "machine/memory_map.hpp"
#include "machine/outside.hpp"
#include "machine/pads.hpp"
#include "machine/poll_answers.hpp"
#include "machine/unmodelled.hpp"

namespace jig::machine {

class ChipParts final : public CoreBus, public Fabric, public FlashHost, public OutsidePads {
 public:
    ChipParts(const ChipConfig& config, const ChipStorage& storage, const ChipFaults& faults);
    ChipParts(const ChipParts& other, const ChipStorage& storage);

    // What Chip offers; see there.
    void power_on();
    void power_off();
    void set_nrst(bool low);
    void run_until(Picoseconds time);
    DebugReply debug_read(std::uint32_t address, Width width);
    DebugReply debug_write(std::uint32_t address, Width width, std::uint32_t value);
    void set_debug_power(bool on);
    void set_input(Pin pin, Level level);
    void set_input_voltage(Pin pin, unsigned millivolts);
    void connect(Outside* outside);
    std::optional<std::uint16_t> clock_spi(unsigned spi, std::uint16_t mosi);
    void send_to_uart(unsigned usart, std::span<const std::uint8_t> bytes);
    [[nodiscard]] std::vector<std::uint8_t> take_uart_output(unsigned usart);
    [[nodiscard]] CoreActivity activity() const;
    [[nodiscard]] bool in_reset() const { return state_.powered && (state_.nrst_low || release_at_ != never); }

    // CoreBus
    BusReply read(std::uint32_t address, Width width, Master master) override;
    BusReply write(std::uint32_t address, Width width, std::uint32_t value, Master master) override;
    void reset_requested() override { request_reset(ResetCause::software); }
    void own_register_read(std::uint32_t address, std::uint32_t value) override { log_read(address, value); }
    void fault_taken(unsigned exception, std::uint32_t pc) override;

    // Fabric, FlashHost and OutsidePads
    [[nodiscard]] Picoseconds now() const override;
    [[nodiscard]] const ClockTree& clocks() const override { return clocks_; }
    void set_clocks(const ClockTree& clocks) override;
    void set_irq(unsigned position, bool asserted) override;
    void wake_at(const Device& device, Picoseconds when) override;
    void request_reset(ResetCause cause) override;
    [[nodiscard]] bool pad_is_high(Pin pin) const override { return pads_.is_high(pin); }
    [[nodiscard]] unsigned pad_millivolts(Pin pin) const override { return pads_.millivolts(pin); }
    void drive(Pin pin, Level level, Level pull) override;
    void drive_function(Pin pin, Level level) override;
    [[nodiscard]] bool function_watched(Pin pin) const override { return pads_.watched(pin); }
    void uart_sent(unsigned usart, std::uint8_t byte) override;
    [[nodiscard]] bool core_halted() const override { return core_.halted(); }
    [[nodiscard]] std::uint32_t dbgmcu_cr() const override { return dbgmcu_cr_of(peripherals_); }
    [[nodiscard]] bool debug_powered() const override { return state_.debug_power; }
    [[nodiscard]] bool clocked(const Device& device) const override;
    void reset_peripherals(Bus bus, std::uint32_t bits) override;
    [[nodiscard]] bool backup_writable() const override { return backup_domain_writable(peripherals_); }
    [[nodiscard]] BackupDomain backup() override { return backup_; }
    void reset_backup_domain() override {
        backup_.reset();
        backup_domain_was_reset(peripherals_, *this);
    }
    [[nodiscard]] char exti_port(unsigned line) const override { return exti_port_of(peripherals_, line); }
    [[nodiscard]] std::uint32_t afio_mapr() const override { return afio_mapr_of(peripherals_); }
    void pulse_exti(unsigned line) override;
    void trigger(Trigger source) override;
    void want_triggers(const Device& device, std::uint64_t mask) override;
    [[nodiscard]] bool trigger_wanted(Trigger source) const override { return (wanted_all_ & source.mask()) != 0; }
    void send_event() override;
    void nothing_changes_until(Picoseconds when) override;
    void set_dma_request(DmaRequest request, bool asserted) override;
    void request_dma(DmaRequest request) override;
    [[nodiscard]] std::uint32_t dma_remaining(DmaRequest request) const override;
    [[nodiscard]] CoreBus& bus() override { return *this; }
    [[nodiscard]] Outside* outside() override { return outside_; }
    void set_outside_level(Pin pin, Level level) override;
    [[nodiscard]] bool hsi_running() const override { return machine::hsi_running(peripherals_); }
    void flash_interrupt(bool asserted) override;
    void flash_state_changed() override;
    void flash_contents_changed(std::uint32_t offset, std::uint32_t length) override;
    void flash_cuts_power() override { state_.power_cut = true, interrupt_core(); }
    void flash_status_holds_until(Picoseconds when) override { nothing_changes_until(when); }

 private:
    friend class Chip;

    // Where an address leads, after the alias at 0 and the debugger's bit-band.
    enum class Place : std::uint8_t {
        main_flash,
        option_bytes,
        flash_registers,
        system_memory,
        sram,
        device,
        rom_table,
        external,
        unmodelled,
        hole
    };
    struct Target {
        Place place = Place::hole;
        std::uint32_t offset = 0;
        std::size_t slot = 0;
    };
    [[nodiscard]] Target resolve(std::uint32_t address) const;
    [[nodiscard]] Target resolve_alias(std::uint32_t address) const;
    [[nodiscard]] Requester requester(Master master) const;
    [[nodiscard]] FlashReply read_place(std::uint32_t address, Width width, Master master);
    [[nodiscard]] FlashReply write_place(std::uint32_t address, Width width, std::uint32_t value, Master master);
    [[nodiscard]] FlashReply read_device(const Target& target, Width width);
    [[nodiscard]] FlashReply write_device(const Target& target, Width width, std::uint32_t value);
    [[nodiscard]] std::uint32_t read_unmodelled(std::uint32_t address, Width width, Master master);
    void write_unmodelled(std::uint32_t address, Width width, std::uint32_t value, Master master);
    void note_unmodelled(std::uint32_t address, bool write, Master master);
    void log_read(std::uint32_t address, std::uint32_t value) const;
    void write_sram(std::uint32_t offset, Width width, std::uint32_t value, Master master);
    [[nodiscard]] BusReply to_bus(const FlashReply& reply) const;

    // Debug accesses.
    [[nodiscard]] FlashReply debug_transfer(std::uint32_t address, Width width, const std::uint32_t* value);
    [[nodiscard]] FlashReply debug_bit_band(std::uint32_t address, Width width, const std::uint32_t* value);
    [[nodiscard]] FlashReply debug_private(std::uint32_t address, Width width, const std::uint32_t* value);

    // Time.
    void run_core(Picoseconds until);
    [[nodiscard]] Picoseconds next_event() const;
    void run_due_events();
    void settle();
    void interrupt_core();
    void core_state_may_have_changed();

    // Low power.
    void enter_deep_sleep();
    void enter_standby();
    void wake_from_stop();
    void look_at_wakeup_pin(Pin pin);
    void wakeup_event();
    [[nodiscard]] bool appointment_counts(std::size_t slot) const;

    // Reset and power.
    void reset(ResetCause cause);
    void release_reset();
    void cut_power();
    void fill_sram();
    [[nodiscard]] BootMode boot_mode() const;

    // Windows.
    void map_windows();
    void map_windows_of(const ChipParts& other);
    void add_flash_windows(bool fetch_only);
    void flash_touched_slowly();
    void notify_pads_changed() { pads_changed_of(peripherals_, *this); }
    void notify_clocking_changed();
    [[nodiscard]] std::size_t slot_of(const Device& device) const;

    ChipConfig config_;
    std::uint64_t seed_;
    BackupDomain backup_;
    std::vector<std::uint8_t> sram_;
    std::vector<std::uint8_t> system_memory_;
    Flash flash_;
    Peripherals peripherals_;
    Pads pads_;
    Outside* outside_ = nullptr;
    UnmodelledLog unmodelled_;
    ReadLog* reads_ = nullptr;  // the watcher's; not copied
    std::vector<FaultTaken> faults_;
    PollAnswers poll_answers_;
    std::vector<std::vector<std::uint8_t>> uart_output_;
    Core core_;
    std::vector<MemoryWindow> windows_;  // as the core has them

    ChipTime time_;
    Picoseconds now_{0};
    bool core_running_ = false;  // a call of Core::run is under way
    ClockTree clocks_;
    std::vector<Picoseconds> appointments_;  // one per peripheral slot
    std::vector<std::uint64_t> wanted_;      // triggers, one set per peripheral slot
    std::uint64_t wanted_all_ = 0;
    mutable std::size_t recent_slot_ = 0;  // where slot_of() looks first: the device that an access or a tick is at
    std::uint64_t triggering_ = 0;         // under way now: timers that trigger each other must not do so without end
    Picoseconds release_at_ = never;       // when the reset under way ends

    enum class LowPower : std::uint8_t { none, stop, standby };

    // What has no wiring of its own and is simply copied.
    struct State {
        bool powered = false;
        bool power_cut = false;  // an injected cut, to be carried out when the access is over
        bool nrst_low = false;
        bool debug_power = false;
        bool boot0_high = false;
        bool boot1_high = false;
        BootMode boot = BootMode::main_flash;
        bool boot_bank2 = false;
        std::optional<ResetCause> pending_reset;
        LowPower low_power = LowPower::none;
        std::uint64_t resets = 0;
        std::optional<ResetCause> last_reset;
        bool was_halted = false;
        bool stopped_early = false;  // somebody asked Core::run to end
        bool flash_mapped = false;
        std::uint8_t mapped_latency = 0;  // FLASH_ACR.LATENCY of the windows
        bool remap = false;               // windows are to be replaced when the core's instruction is over
        unsigned slow_flash_reads = 0;    // since flash windows could have been mapped again
    };
    State state_;
};

}  // namespace jig::machine
