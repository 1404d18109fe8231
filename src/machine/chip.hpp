// SPDX-License-Identifier: Apache-2.0
// A virtual STM32F103: what can be done to the chip from outside, through its power, its pins and its debug port.
// It behaves as RM0008, PM0075 and DDI 0403 print; what a program cannot tell from silicon is free.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "machine/backup_domain.hpp"
#include "machine/core_bus.hpp"
#include "machine/instruction_watcher.hpp"
#include "machine/load_log.hpp"
#include "machine/path_log.hpp"
#include "machine/pins.hpp"
#include "machine/read_log.hpp"
#include "machine/reset_cause.hpp"
#include "machine/time.hpp"

namespace jig::machine {

// VDDA and VREF+ of every board here.
inline constexpr unsigned vdda_millivolts = 3300;

enum class FlashTimes : std::uint8_t { minimum, typical, maximum };

// What a chip is made of: the silicon's constants, nothing that changes.
struct ChipConfig {
    std::uint32_t flash_bytes = 256 * 1024;  // what is really there, per F_SIZE and beyond it
    std::uint32_t page_bytes = 2048;
    std::uint32_t bank_bytes = 0;  // 0: one bank; XL density: bytes of bank 1 (512 KB)
    std::uint32_t sram_bytes = 48 * 1024;
    std::uint16_t flash_size_register = 256;  // F_SIZE in KB, as printed at 0x1FFFF7E0
    std::array<std::uint8_t, 12> uid{};       // as the bytes lie at 0x1FFFF7E8
    std::uint32_t dbgmcu_idcode = 0x10036414;
    std::uint32_t cpuid = 0x411FC231;
    std::uint32_t dpidr = 0x1BA01477;        // SW-DP
    std::uint32_t jtag_idcode = 0x3BA00477;  // JTAG-DP
    std::uint32_t boundary_idcode = 0x06414041;
    std::uint32_t ap_idr = 0x14770011;             // AHB-AP
    std::array<std::uint8_t, 8> rom_table_pidr{};  // PIDR0-3 at 0xE00FFFE0.., then PIDR4-7 at 0xE00FFFD0..
    bool rom_table_has_etm = true;                 // bit 0 of the entry at 0xE00FF014; the entry is there either way
    unsigned backup_registers = 42;                // 10 on low and medium density
    FlashTimes flash_times = FlashTimes::typical;
    std::uint32_t hse_hz = 8'000'000;  // 0: no crystal fitted
    std::uint32_t lse_hz = 32'768;     // 0: no crystal fitted
};

// The chip's non-volatile contents live in the caller's memory, so that they may be a mapped file.
struct ChipStorage {
    std::span<std::uint8_t> flash;         // config.flash_bytes
    std::span<std::uint8_t> option_bytes;  // 16, as they lie at 0x1FFFF800
    std::span<std::uint8_t> backup;        // BackupDomain::size_bytes(config.backup_registers): kept by VBAT
};

// Mishaps inside the chip, drawn from one seed. Operations are counted from 0 at power-on; -1: never. Each cut happens
// once in the life of a Chip, so that the next attempt goes through.
struct ChipFaults {
    std::uint64_t seed = 1;
    std::int64_t power_cut_at = -1;         // half-way through that half-word, which then holds a seeded mix of bits
    std::int64_t power_cut_at_erase = -1;   // half-way through that page or mass erase: seeded garbage is left
    std::int64_t power_cut_at_option = -1;  // just before that option half-word is programmed, or the option erase
    unsigned weak_bits = 0;                 // flash bits that read differently from time to time
};

// The answer of an access through the debug port's bus master (AHB-AP).
struct DebugReply {
    std::uint32_t value = 0;
    bool fault = false;
    Picoseconds ready_at{0};  // the access completes then; until then the DP answers WAIT
};

// What happened at the chip's edge, in time order.
struct PinEdge {
    Picoseconds at;
    Pin pin;
    Level level;  // what the chip drives; floating: it stopped driving
};

// An access to something the model does not have: counted per address, never silently zero.
struct UnmodelledAccess {
    std::uint32_t address;
    bool write;
    std::uint64_t count;
    std::uint32_t first_pc;  // 0 when the debugger did it
};

// A fault exception that the program ran into.
struct FaultTaken {
    unsigned exception = 0;  // 3 HardFault, 4 MemManage, 5 BusFault, 6 UsageFault
    std::uint32_t pc = 0;    // where it returns to
    Picoseconds at{0};
};

// What somebody who watches the chip wants to be told of. The logs are the watcher's own, and must outlive the
// watching; a copy of the chip is watched by nobody.
struct ChipWatch {
    PathLog* path = nullptr;
    ReadLog* reads = nullptr;
    LoadLog* flash_loads = nullptr;
    InstructionWatcher* instructions = nullptr;
};

// What the core is about.
enum class CoreActivity : std::uint8_t { no_power, in_reset, running, sleeping, stop, standby, locked_up, halted };

// A read of an unmodelled register that was answered with something else than the register held, so that a waiting
// program went on.
struct Intervention {
    std::uint32_t address;
    std::uint32_t pc;
    std::uint32_t held;
    std::uint32_t told;
    Picoseconds first_at;
    std::uint64_t count;
};

class ChipParts;
class Outside;

class Chip {
 public:
    Chip(const ChipConfig& config, ChipStorage storage, const ChipFaults& faults = {});
    // The same moment of the same chip on other storage, whose contents the caller has copied.
    Chip(const Chip& other, ChipStorage storage);
    ~Chip();
    Chip(Chip&&) noexcept;
    Chip& operator=(Chip&&) noexcept;

    [[nodiscard]] const ChipConfig& config() const;

    // Power and reset. power_on() is a power-on reset (option bytes load, debug logic resets); it leaves time running.
    void power_on();
    void power_off();
    [[nodiscard]] bool powered() const;  // false also after an injected power cut
    void set_nrst(bool low);
    // While it is true, and in Stop or Standby, the debug port reaches what docs/chip-model.md says.
    [[nodiscard]] bool in_reset() const;
    void set_boot_pins(bool boot0_high, bool boot1_high);  // sampled at the 4th SYSCLK edge after reset

    // Time. The chip does nothing until it is told how far its time has come.
    [[nodiscard]] Picoseconds now() const;
    void run_until(Picoseconds time);

    // The debug port's bus master, at now(). False from swd_enabled() means the pins are remapped (AFIO_MAPR.SWJ_CFG).
    DebugReply debug_read(std::uint32_t address, Width width);
    DebugReply debug_write(std::uint32_t address, Width width, std::uint32_t value);
    [[nodiscard]] bool swd_enabled() const;
    [[nodiscard]] bool jtag_enabled() const;
    // CDBGPWRUPREQ: whether a debugger holds the debug domain up.
    void set_debug_power(bool on);

    // Pins. Inputs that nobody drives float, and read high as DESIGN's bench file says.
    void set_input(Pin pin, Level level);
    // A voltage, for what the chip measures: until the next set_input() of that pin. Floating pins measure half of
    // VDDA.
    void set_input_voltage(Pin pin, unsigned millivolts);
    [[nodiscard]] Level output(Pin pin) const;
    [[nodiscard]] std::vector<PinEdge> take_edges();
    // What its buses and pads reach, or nothing; it must live as long as the chip. A copy of a chip has nothing.
    void connect(Outside* outside);
    // Pins whose edges are kept for take_edges(); none at first.
    void watch_pins(std::span<const Pin> pins);

    // USART1..5 as bytes on the wire: what the chip sent since the last call, and bytes for it to receive, spaced by
    // the baud rate that the firmware has set.
    [[nodiscard]] std::vector<std::uint8_t> take_uart_output(unsigned usart);
    void send_to_uart(unsigned usart, std::span<const std::uint8_t> bytes);

    // A master outside clocks one frame through SPI1..3, first bit on the wire highest: what the chip answers as a
    // selected slave.
    std::optional<std::uint16_t> clock_spi(unsigned spi, std::uint16_t mosi);

    // What an observer may know. None of it disturbs the chip.
    void watch(const ChipWatch& watch);
    [[nodiscard]] CoreActivity activity() const;
    [[nodiscard]] std::uint32_t register_value(unsigned number) const;  // R0 to R12, SP, LR, PC, xPSR
    [[nodiscard]] const std::vector<FaultTaken>& faults() const;        // since power-on, the first 64
    [[nodiscard]] std::optional<ResetCause> last_reset() const;         // of the resets that resets() counts
    [[nodiscard]] std::uint64_t instructions() const;
    [[nodiscard]] std::uint64_t resets() const;  // system resets since power-on, by any cause
    [[nodiscard]] std::uint32_t pc() const;
    [[nodiscard]] std::vector<UnmodelledAccess> unmodelled() const;
    // Whether a program that waits for ever for an unmodelled register is told something else (docs/chip-model.md); no
    // at first. What it was told is listed since power-on.
    void answer_polls(bool on);
    [[nodiscard]] std::vector<Intervention> interventions() const;
    [[nodiscard]] std::uint64_t half_words_programmed() const;  // since power-on

 private:
    std::unique_ptr<ChipParts> parts_;
};

}  // namespace jig::machine
