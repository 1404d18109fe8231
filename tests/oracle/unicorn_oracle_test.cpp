// SPDX-License-Identifier: Apache-2.0
// Encodings drawn uniformly from every class of DDI 0403, run on our core and on Unicorn from the same registers and
// memory. A difference must stand in the table of UNPREDICTABLE encodings or of the oracle's own shortcomings.
#include <gtest/gtest.h>

#include <cstdlib>
#include <cstring>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "allowed_differences.hpp"
#include "encoding_classes.hpp"
#include "machine/core/testing/test_machine.hpp"
#include "unicorn_machine.hpp"

namespace jig::oracle {
namespace {

using machine::testing::flash_base;
using machine::testing::sram_base;
using machine::testing::TestMachine;

constexpr std::uint32_t run = 0x8000;      // code is drawn into this half of flash
constexpr std::uint32_t nops = run - 32;   // 16 NOPs in front
constexpr std::uint32_t place_bytes = 24;  // CLREX and NOPs, then IT, the instruction, and NOPs
constexpr std::uint32_t data_bytes = 0x10000;
constexpr std::uint32_t nearby = 0x2000;
constexpr std::uint32_t middle = sram_base + data_bytes / 2;
constexpr std::uint32_t code_offset = 8;
constexpr std::uint16_t nop = 0xBF00;
// One seed for every change, so that a change is judged by itself; scripts/test --long draws another each time.
constexpr std::uint64_t default_seed = 20261122;
constexpr std::uint64_t default_draws = 1'200'000;

enum class ItPlace { none, last, not_last };

struct Draw {
    const EncodingClass* row = nullptr;
    std::uint32_t code = 0;
    bool narrow = true;
    ItPlace it = ItPlace::none;
    unsigned condition = 0;
    std::uint32_t place = 0;
    Registers before{};

    [[nodiscard]] std::uint32_t start() const { return place + code_offset; }
    [[nodiscard]] std::uint32_t address() const { return start() + (it == ItPlace::none ? 0 : 2); }
    [[nodiscard]] unsigned steps() const { return it == ItPlace::none ? 1 : it == ItPlace::last ? 2 : 3; }
};

std::uint64_t from_environment(const char* name, std::uint64_t otherwise) {
    const char* text = std::getenv(name);
    return text == nullptr ? otherwise : std::strtoull(text, nullptr, 0);
}

class Comparison : public ::testing::Test {
 protected:
    Comparison()
        : sram_(data_bytes),
          unicorn_(flash_base, ours_.flash, sram_base, sram_),
          seed_(from_environment("JIG_ORACLE_SEED", default_seed)),
          random_(seed_) {
        ours_.start();
        ours_.set_scs(0xE000E008, 2);  // ACTLR.DISDEFWBUF: faults of stores are precise
    }

    std::uint32_t random() { return static_cast<std::uint32_t>(random_()); }

    std::uint32_t random_register() {
        const std::uint32_t choice = random() % 16;
        if (choice < 9) return middle - 0x800 + (random() % 0x1000 & ~3u);
        if (choice < 11) return middle - 0x800 + random() % 0x1000;
        if (choice < 13) return random() % 40;
        if (choice < 14) return 0u - random() % 40;
        const std::uint32_t value = random();
        return value >> 28 == 0xE ? value & 0x0FFFFFFF : value;
    }

    Draw draw(const EncodingClass& row, std::uint32_t place) {
        Draw d{.row = &row, .code = drawn_from(row, random()), .narrow = is_narrow(row), .place = place};
        // Groups drawn without structure may stop the clock of either machine: WFI and WFE have tests of their own.
        // IT by itself runs with its block in Unicorn: blocks are made below.
        if (d.narrow && d.code >> 8 == 0xBF && (d.code & 0xF) != 0) d.code = nop;
        if (row.in_it && random() % 4 == 0) {
            d.it = random() % 2 == 0 ? ItPlace::last : ItPlace::not_last;
            d.condition = random() % 14;
        }
        for (unsigned i = 0; i < 15; ++i) d.before.r[i] = random_register();
        d.before.r[13] = middle - 0x400 + (random() % 0x800 & ~3u);
        d.before.r[15] = d.start();
        d.before.apsr = random() & 0xF8000000;
        return d;
    }

    void put(const Draw& d) {
        std::array<std::uint16_t, place_bytes / 2> halves{};
        halves.fill(nop);
        halves[0] = 0xF3BF;  // CLREX
        halves[1] = 0x8F2F;
        unsigned at = code_offset / 2;
        if (d.it != ItPlace::none) {
            // IT c, or ITT c with the instruction first.
            const unsigned mask = d.it == ItPlace::last ? 8 : (d.condition & 1) != 0 ? 0xC : 0x4;
            halves[at++] = static_cast<std::uint16_t>(0xBF00 | d.condition << 4 | mask);
        }
        if (!d.narrow) halves[at++] = static_cast<std::uint16_t>(d.code >> 16);
        halves[at] = static_cast<std::uint16_t>(d.code);
        std::memcpy(&ours_.flash[d.place - flash_base], halves.data(), sizeof halves);
        ours_.core.code_changed(d.place, place_bytes);
    }

    Outcome run_ours(const Draw& d, Registers& after) {
        for (unsigned i = 0; i < 16; ++i) ours_.set_reg(i, d.before.r[i]);
        ours_.set_reg(machine::testing::xpsr_register, d.before.apsr | 0x01000000);
        ours_.set_reg(machine::testing::psp_register, 0);
        ours_.step(d.steps());
        for (unsigned i = 0; i < 16; ++i) after.r[i] = ours_.reg(i);
        const std::uint32_t xpsr = ours_.reg(machine::testing::xpsr_register);
        after.apsr = xpsr & 0xF8000000;
        to_arm_state_ = (xpsr & 0x01000000) == 0;
        const unsigned exception = xpsr & 0x1FF;
        const bool stopped_at_bkpt = (ours_.scs(machine::testing::DFSR) & 2) != 0;
        recover();
        if (exception == 11) return Outcome::svc;
        if (exception != 0 || ours_.core.locked_up()) return Outcome::fault;
        return stopped_at_bkpt ? Outcome::bkpt : Outcome::completed;
    }

    // Back to Thread mode with nothing active and no status left.
    void recover() {
        ours_.set_scs(0xE000ED0C, 0x05FA0002);
        ours_.set_scs(machine::testing::CFSR, ~0u);
        ours_.set_scs(machine::testing::HFSR, ~0u);
        ours_.set_scs(machine::testing::DFSR, ~0u);
        ours_.set_reg(machine::testing::special_register, 0);
    }

    // Near the middle after every draw, all of it after every batch.
    [[nodiscard]] bool same_memory_nearby() const {
        constexpr std::uint32_t first = data_bytes / 2 - nearby / 2;
        return std::memcmp(&ours_.sram[first], &sram_[first], nearby) == 0;
    }
    [[nodiscard]] bool same_memory() const { return std::memcmp(ours_.sram.data(), sram_.data(), data_bytes) == 0; }
    void level_memory() { std::memcpy(sram_.data(), ours_.sram.data(), data_bytes); }

    void open_monitors(Draw d);
    void compare(const Draw& d);

    TestMachine ours_;
    std::vector<std::uint8_t> sram_;
    UnicornMachine unicorn_;
    std::uint64_t seed_;
    std::mt19937 random_;
    bool to_arm_state_ = false;  // the last instruction cleared EPSR.T
    std::map<std::string, std::uint64_t> completed_;
    std::map<std::string, std::uint64_t> differences_;
    std::map<std::string, std::uint64_t> allowed_;
};

const char* name_of(Outcome outcome) {
    switch (outcome) {
        case Outcome::completed: return "completed";
        case Outcome::fault: return "fault";
        case Outcome::svc: return "SVC";
        case Outcome::bkpt: return "BKPT";
    }
    return "";
}

std::string difference(const Registers& ours, const Registers& theirs) {
    char text[64];
    for (unsigned i = 0; i < 16; ++i) {
        if (ours.r[i] == theirs.r[i]) continue;
        std::snprintf(text, sizeof text, "r%u = %08x, Unicorn %08x", i, ours.r[i], theirs.r[i]);
        return text;
    }
    if (ours.apsr == theirs.apsr) return {};
    std::snprintf(text, sizeof text, "APSR = %08x, Unicorn %08x", ours.apsr, theirs.apsr);
    return text;
}

// What both machines leave differently without any instruction being at fault.
void level_registers(const Draw& d, Registers& registers) {
    registers.r[13] &= ~3u;  // Unicorn keeps SP[1:0], which DDI 0403 B1.4.1 reads as zero
    registers.r[15] &= ~1u;
    // Unicorn's DSP instructions leave GE bits behind, which MRS shows.
    if (!d.narrow && (d.code & 0xFFFFF0F8) == 0xF3EF8000) registers.r[d.code >> 8 & 15] &= ~0x000F0000u;
    // Unicorn may stop before the NOP that fills the IT block, or after the next one.
    const std::uint32_t filler = d.address() + (d.narrow ? 2 : 4);
    const std::uint32_t pc = registers.r[15];
    if (d.it == ItPlace::not_last && (pc == filler || pc == filler + 4)) registers.r[15] = filler + 2;
}

bool is_store_exclusive(const Draw& d) {
    if (d.narrow) return false;
    return (d.code & 0xFFF00000) == 0xE8400000 || (d.code & 0xFFF00FE0) == 0xE8C00F40;
}

// Runs the CLREX in front, so that the store fails in both machines; pairs have a unit test.
void Comparison::open_monitors(Draw d) {
    d.before.r[15] = d.place;
    d.it = ItPlace::none;
    Registers after = d.before;
    run_ours(d, after);
    after = d.before;
    unicorn_.step(after);
}

void Comparison::compare(const Draw& d) {
    if (is_store_exclusive(d)) open_monitors(d);
    Registers ours = d.before;
    Registers theirs = d.before;
    const Outcome our_outcome = run_ours(d, ours);
    const Outcome their_outcome = unicorn_.step(theirs);
    const std::uint32_t behind = d.address() + (d.narrow ? 2 : 4) + (d.it == ItPlace::not_last ? 2 : 0);
    const bool alike = our_outcome == Outcome::completed && their_outcome == Outcome::completed;
    const bool fell_through = theirs.r[15] == behind || theirs.r[15] == behind + 2;
    if (d.it != ItPlace::none && !(alike && fell_through)) unicorn_.use_up_it_state(flash_base + nops);
    std::string what;
    if (our_outcome != their_outcome) {
        what = std::string(name_of(our_outcome)) + ", Unicorn " + name_of(their_outcome);
    } else if (our_outcome == Outcome::completed) {
        level_registers(d, ours);
        level_registers(d, theirs);
        what = difference(ours, theirs);
        if (what.empty() && !same_memory_nearby()) what = "memory differs";
        if (what.empty()) ++completed_[d.row->name];
    }
    if (what.empty() && our_outcome == Outcome::completed) return;
    level_memory();  // our fault has stacked a frame, or a difference is to be told once
    if (what.empty()) return;
    const Circumstances circumstances{.code = d.code,
                                      .narrow = d.narrow,
                                      .in_it = d.it != ItPlace::none,
                                      .last_in_it = d.it != ItPlace::not_last,
                                      .we_fault = our_outcome == Outcome::fault,
                                      .oracle_faults = their_outcome == Outcome::fault,
                                      .to_arm_state = to_arm_state_,
                                      .our_pc = ours.r[15],
                                      .unmapped = unicorn_.unmapped_address(),
                                      .registers = d.before.r};
    if (const char* reason = allowed_difference(circumstances)) {
        ++allowed_[reason];
        return;
    }
    char text[200];
    const char* where = d.it == ItPlace::none ? "outside IT" : d.it == ItPlace::last ? "last in IT" : "in IT";
    std::snprintf(text, sizeof text, "%s: %0*x at %08x, %s: %s; no memory at %08x", d.row->name, d.narrow ? 4 : 8,
                  d.code, d.address(), where, what.c_str(), static_cast<unsigned>(unicorn_.unmapped_address()));
    if (++differences_[d.row->name] <= 3) ADD_FAILURE() << text << " (JIG_ORACLE_SEED=" << seed_ << ")";
}

TEST_F(Comparison, every_class_of_encoding_does_what_unicorn_does) {
    const std::uint64_t draws = from_environment("JIG_ORACLE_DRAWS", default_draws);
    const auto rows = encoding_classes();
    std::printf("seed %llu, %llu draws over %zu classes\n", static_cast<unsigned long long>(seed_),
                static_cast<unsigned long long>(draws), rows.size());
    for (auto& byte : ours_.sram) byte = static_cast<std::uint8_t>(random());
    level_memory();
    for (std::uint32_t at = nops; at < run; at += 2) ours_.put(flash_base + at, {nop});
    for (std::uint64_t done = 0; done < draws;) {
        std::vector<Draw> batch;
        for (std::uint32_t place = run; place + place_bytes <= ours_.flash.size(); place += place_bytes) {
            batch.push_back(draw(rows[done++ % rows.size()], flash_base + place));
            put(batch.back());
        }
        unicorn_.forget_code();
        for (const Draw& d : batch) compare(d);
        EXPECT_TRUE(same_memory()) << "far memory differs after a batch, JIG_ORACLE_SEED=" << seed_;
        level_memory();
    }
    for (const EncodingClass& row : rows) {
        const bool only_faults = std::string(row.name).starts_with("UDF") || std::string(row.name) == "Coprocessor";
        EXPECT_TRUE(only_faults || completed_[row.name] > 0) << row.name << " was never executed";
    }
    std::uint64_t executed = 0;
    for (const auto& [name, count] : completed_) executed += count;
    std::printf("executed alike: %llu\n", static_cast<unsigned long long>(executed));
    for (const auto& [reason, count] : allowed_) {
        std::printf("%8llu allowed: %s\n", static_cast<unsigned long long>(count), reason.c_str());
    }
    for (const auto& [name, count] : differences_) {
        std::printf("%8llu NOT allowed: %s\n", static_cast<unsigned long long>(count), name.c_str());
    }
}

}  // namespace
}  // namespace jig::oracle
