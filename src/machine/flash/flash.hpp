// SPDX-License-Identifier: Apache-2.0
// The flash memory of the chip: contents, the program and erase controller (FPEC) and protection, per PM0075 (and
// PM0068 for XL density). It holds time and requester as they are told to it; docs/flash-model.md lists what it does.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "machine/chip.hpp"
#include "machine/flash/flash_times.hpp"
#include "machine/flash/key_lock.hpp"
#include "machine/flash/mishaps.hpp"
#include "machine/flash/operation.hpp"
#include "machine/flash/options.hpp"
#include "machine/flash/protection.hpp"

namespace jig::machine {

// What the flash may ask of the chip and tell it, while one of its calls is under way.
class FlashHost {
 public:
    [[nodiscard]] virtual Picoseconds now() const = 0;
    [[nodiscard]] virtual bool hsi_running() const = 0;  // PM0075 1.2: every operation needs the HSI
    virtual void flash_interrupt(bool asserted) = 0;     // vector table position 4
    // Reads now stall, or no longer do; wait states, protection or next_event() changed.
    virtual void flash_state_changed() = 0;
    virtual void flash_contents_changed(std::uint32_t offset, std::uint32_t length) = 0;
    virtual void flash_cuts_power() = 0;
    // FLASH_SR stays as it was just read until then.
    virtual void flash_status_holds_until(Picoseconds when) = 0;

 protected:
    ~FlashHost() = default;
};

// The answer of an access to the flash; `ready` is later than now when the bus stalls behind an operation.
struct FlashReply {
    std::uint32_t value = 0;
    bool fault = false;
    Picoseconds ready{0};
};

inline constexpr std::uint32_t main_flash_base = 0x08000000;

class Flash {
 public:
    static constexpr std::uint32_t register_bytes = 0x58;

    Flash(const ChipConfig& config, const ChipStorage& storage, const ChipFaults& faults);
    Flash(const Flash& other, const ChipStorage& storage);

    // Registers as after any reset, then the option bytes load. While a debugger is connected, read protection stays as
    // it was until power goes (PM0075 2.4.1).
    void reset(FlashHost& host, bool power_on, bool debugger_connected);
    // An operation under way is broken off, as a cut leaves it.
    void power_off(FlashHost& host);

    FlashReply read_main(FlashHost& host, std::uint32_t offset, Width width, const Requester& who);
    FlashReply write_main(FlashHost& host, std::uint32_t offset, Width width, std::uint32_t value,
                          const Requester& who);
    FlashReply read_options(FlashHost& host, std::uint32_t offset, Width width);
    FlashReply write_options(FlashHost& host, std::uint32_t offset, Width width, std::uint32_t value);
    FlashReply read_register(FlashHost& host, std::uint32_t offset, Width width);
    FlashReply write_register(FlashHost& host, std::uint32_t offset, Width width, std::uint32_t value,
                              const Requester& who);

    [[nodiscard]] Picoseconds next_event() const;
    void run_events(FlashHost& host);
    void hsi_changed(FlashHost& host);

    [[nodiscard]] const LoadedOptions& options() const { return options_; }
    [[nodiscard]] const FlashGeometry& geometry() const { return geometry_; }
    [[nodiscard]] std::uint8_t latency() const { return static_cast<std::uint8_t>(acr_ & 7U); }
    [[nodiscard]] bool busy() const;
    [[nodiscard]] std::uint64_t half_words_programmed() const { return half_words_programmed_; }

    // RM0008 3.4: with BFB2 = 0 the boot loader starts bank 2. That it asks whether the word at its start points into
    // SRAM is our reading of AN2606.
    [[nodiscard]] bool starts_bank2() const;

    // The runs of main flash whose bytes are what a read sees, if it is allowed: not busy, no weak bits.
    struct Run {
        std::uint32_t offset;
        std::span<std::uint8_t> bytes;
    };
    [[nodiscard]] std::vector<Run> open_runs();
    [[nodiscard]] std::span<std::uint8_t> contents() const { return main_; }

 private:
    // The registers that XL density has twice (RM0008 table 8).
    struct Bank {
        std::uint32_t first = 0;  // offset in main flash
        std::uint32_t bytes = 0;
        KeyLock keys;
        std::uint32_t cr = 0;  // without LOCK and OPTWRE, which the key locks know
        std::uint32_t sr = 0;  // without BSY
        std::uint32_t ar = 0;
        FlashOperation operation;
    };

    [[nodiscard]] Bank& bank_of(std::uint32_t offset);
    [[nodiscard]] std::uint32_t read_bank_register(FlashHost& host, Bank& bank, std::uint32_t offset);
    [[nodiscard]] bool write_bank_register(FlashHost& host, Bank& bank, std::uint32_t offset, std::uint32_t value,
                                           const Requester& who);
    void write_cr(FlashHost& host, Bank& bank, std::uint32_t value, const Requester& who);
    [[nodiscard]] std::uint32_t cr_of(const Bank& bank) const;
    void raise(FlashHost& host, Bank& bank, std::uint32_t sr_bits);
    void update_interrupt(FlashHost& host);

    [[nodiscard]] std::uint8_t main_byte(const Bank& bank, std::uint32_t offset) const;
    [[nodiscard]] std::uint8_t option_byte(std::uint32_t offset) const;

    // Operations.
    [[nodiscard]] Picoseconds free_at(const FlashHost& host, const Bank& bank) const;
    [[nodiscard]] Picoseconds wait_for(FlashHost& host, Bank& bank);
    void start_erase(FlashHost& host, Bank& bank, const Requester& who);
    void start_page_erase(FlashHost& host, Bank& bank, const Requester& who);
    void start_mass_erase(FlashHost& host, Bank& bank);
    void start_option_erase(FlashHost& host, Bank& bank);
    void begin(FlashHost& host, Bank& bank, FlashOperation operation, Picoseconds start, Picoseconds duration);
    void begin_option_program(FlashHost& host, Bank& bank, std::uint32_t offset, std::uint8_t value, Picoseconds start);
    void apply(FlashHost& host, Bank& bank);
    void finish(FlashHost& host, Bank& bank);
    void cut_power(FlashHost& host, Bank& bank);
    void break_off(FlashHost& host, Bank& bank);
    void erase(FlashHost& host, std::uint32_t offset, std::uint32_t bytes);

    FlashGeometry geometry_;
    FlashDurations durations_;
    std::span<std::uint8_t> main_;
    std::span<std::uint8_t> option_bytes_;
    std::array<Bank, 2> banks_;
    unsigned bank_count_;
    KeyLock option_keys_;
    std::uint32_t acr_ = 0;
    LoadedOptions options_;
    FlashMishaps mishaps_;
    std::uint64_t half_words_programmed_ = 0;
};

}  // namespace jig::machine
