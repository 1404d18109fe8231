// SPDX-License-Identifier: Apache-2.0
// The place of an access, found behind a DWT halt of the virtual chip, against the chip's own log of who read what.
#include "inspect/watch/access_site.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>
#include <map>

#include "machine/chip.hpp"
#include "machine/testing/chip_on_desk.hpp"

namespace jig::inspect {
namespace {

using machine::testing::ChipOnDesk;

constexpr std::uint32_t uid = 0x1FFFF7E8;
constexpr AddressRange uid_range{uid, 12};
constexpr std::uint32_t prologue = 0x08000100;
constexpr std::uint32_t form = prologue + 8;
constexpr std::uint32_t svc_handler = 0x080001C0;
constexpr std::uint32_t DHCSR = 0xE000EDF0;
constexpr std::uint32_t DCRSR = 0xE000EDF4;
constexpr std::uint32_t DCRDR = 0xE000EDF8;
constexpr std::uint32_t DEMCR = 0xE000EDFC;
constexpr std::uint32_t TRCENA = 1U << 24;
constexpr std::uint32_t VC_CORERESET = 1;
constexpr std::uint32_t AIRCR = 0xE000ED0C;
constexpr std::uint32_t DFSR = 0xE000ED30;
constexpr std::uint32_t DHCSR_run = 0xA05F0001;
constexpr std::uint32_t DHCSR_halt = 0xA05F0003;
constexpr std::uint32_t DHCSR_step = 0xA05F0005;

using Place = std::pair<std::uint32_t, std::uint32_t>;  // PC, address

// R0 = UID, R1 = UID + 8, R2 = 4, R3 = 1; then the row's code, which ends in `b .`.
struct Bench {
    explicit Bench(const std::vector<std::uint16_t>& code, std::uint32_t fill = 0xA0, AddressRange range = uid_range)
        : watched(range), desk([&] {
              machine::ChipConfig config;
              for (std::size_t i = 0; i < config.uid.size(); ++i)
                  config.uid[i] = static_cast<std::uint8_t>(fill == 0xA0 ? 0xA1 + 7 * i : fill);
              return config;
          }()) {
        put(0, {0x1000, 0x2000, 0x0101, 0x0800});
        put(4 * 11, {(svc_handler & 0xFFFF) | 1, svc_handler >> 16});
        put(0x100, {0x480F, 0x4910, 0x2204, 0x2301});
        put(0x140, {0xF7E8, 0x1FFF, 0xF7F0, 0x1FFF});
        put(0x1C0, {0x6804, 0x4770});  // ldr r4,[r0]; bx lr
        std::vector<std::uint32_t> halves(code.begin(), code.end());
        halves.push_back(0xE7FE);
        put(form - 0x08000000, halves);
        desk.chip.watch({.reads = &log});
        desk.start();
        arm();
        truth();
    }
    void put(std::size_t at, const std::vector<std::uint32_t>& halves) {
        for (const std::uint32_t half : halves) {
            store_le16(MutableByteView(desk.memory.flash).subspan(at), static_cast<std::uint16_t>(half));
            at += 2;
        }
    }
    // Halts at the reset vector, sets the comparators around the UID, and lets the program go.
    void arm() {
        desk.chip.set_debug_power(true);
        desk.write(DHCSR, DHCSR_halt);
        desk.write(DEMCR, TRCENA | VC_CORERESET);
        desk.write(0xE0001020, watched.start);
        desk.write(0xE0001024, 3);
        desk.write(0xE0001028, 5);
        desk.write(0xE0001030, watched.start + 8);
        desk.write(0xE0001034, 2);
        desk.write(0xE0001038, 5);
        desk.write(AIRCR, 0x05FA0004);
        desk.pass(std::chrono::milliseconds{1});
        resume();
    }
    bool runs_to_a_hit() {
        for (int look = 0; look < 200; ++look) {
            if ((desk.read(DHCSR).value & 1U << 17) != 0) return true;
            desk.pass(std::chrono::microseconds{10});
        }
        return false;
    }
    void resume() {
        desk.write(DFSR, 0x1F);
        desk.write(DHCSR, DHCSR_run);
    }
    void step() {
        desk.write(DHCSR, DHCSR_step);
        desk.pass(std::chrono::microseconds{10});
        desk.write(DHCSR, DHCSR_halt);
    }
    std::uint32_t core_register(std::uint32_t number) {
        desk.write(DCRSR, number);
        return desk.read(DCRDR).value;
    }
    std::vector<AccessSite> find() {
        HaltedCore core;
        core.pc = core_register(15);
        core.xpsr = core_register(16);
        core.reg = [this](unsigned number) { return core_register(number); };
        CodeWindow code{.base = 0x08000000, .bytes = {}};
        code.bytes.assign(desk.memory.flash.begin(), desk.memory.flash.begin() + 0x400);
        return find_access(*reader, code, core, {&watched, 1}, [this](std::uint32_t address, std::uint32_t width) {
            const std::uint32_t word = desk.read(address & ~3U).value >> (8 * (address & 3));
            return std::optional(width == 4 ? word : word & ((1U << (8 * width)) - 1));
        });
    }
    // What was read since the last call, by the chip's own account.
    std::vector<Place> truth() {
        std::vector<Place> places;
        for (const machine::LoggedRead& read : log.list()) {
            if (read.kind != machine::ReadKind::uid) continue;
            std::uint64_t& seen = counted[{read.pc, read.address}];
            if (read.count != seen) places.emplace_back(read.pc, read.address);
            seen = read.count;
            values[read.address] = read.last_value;
        }
        return places;
    }

    AddressRange watched;
    machine::ReadLog log;
    std::map<Place, std::uint64_t> counted;
    std::map<std::uint32_t, std::uint32_t> values;
    ChipOnDesk desk;
    Result<InstructionReader> reader = InstructionReader::open();
};

struct FormRow {
    const char* text;
    std::vector<std::uint16_t> code;
    std::size_t hits = 1;
};

// As arm-none-eabi-as makes them.
const FormRow form_rows[] = {
    {"ldr r4, [r0]", {0x6804}},
    {"ldr r4, [r0, #8]", {0x6884}},
    {"ldr r4, [r0, r2]", {0x5884}},
    {"ldr.w r4, [r0, r3, lsl #2]", {0xF850, 0x4023}},
    {"ldr.w r8, [r1, #-4]", {0xF851, 0x8C04}},
    {"ldr r4, [r0], #4", {0xF850, 0x4B04}},
    {"ldr r4, [r1, #-4]!", {0xF851, 0x4D04}},
    {"ldr r0, [r0, #4], which overwrites its base", {0x6840}},
    {"ldrb r4, [r0, #3]", {0x78C4}},
    {"ldrb r4, [r0, r3]", {0x5CC4}},
    {"ldrb r4, [r0], #1", {0xF810, 0x4B01}},
    {"ldrh r4, [r0, #6]", {0x88C4}},
    {"ldrsb r4, [r0, r3]", {0x56C4}},
    {"ldrsh.w r4, [r0, #2]", {0xF9B0, 0x4002}},
    {"ldm.w r0, {r4, r5, r6}", {0xE890, 0x0070}},
    {"ldm r0!, {r4, r5}", {0xC830}},
    {"ldmdb r1, {r4, r5}", {0xE911, 0x0030}},
    {"ldrd r4, r5, [r0]", {0xE9D0, 0x4500}},
    {"ldrd r4, r5, [r0, #4]!", {0xE9F0, 0x4501}},
    {"ldrt r4, [r0, #4]", {0xF850, 0x4E04}},
    {"ldrex r4, [r0]", {0xE850, 0x4F00}},
    {"ldr r4, [sp, #4]", {0x4685, 0x9C01}},
    {"pop {r4, r5}", {0x4685, 0xBC30}},
    {"behind a branch", {0xE000, 0xBF00, 0x6804}},
    {"behind a call", {0xF000, 0xF801, 0xE7FE, 0x6804, 0x4770}},
    {"the one half of an IT block that runs", {0x2500, 0xBF0C, 0x6804, 0x680C}},
    {"the other half", {0x2501, 0xBF0C, 0x6804, 0x680C}},
    {"both of an ITT block", {0x2A04, 0xBF04, 0x6804, 0x6845}, 2},
    {"in a handler", {0xDF00}},
    {"one behind the other", {0xF3AF, 0x8000, 0x6804, 0x6840}, 2},
    {"in a loop of bytes", {0x2500, 0x5D44, 0x3501, 0x2D0C, 0xD1FB}, 12},
    {"before a branch", {0x6804, 0xE001, 0xBF00, 0xBF00, 0xBF00}},
    {"walking, the base moved between", {0xF850, 0x4B04, 0x3004, 0xF850, 0x0C08}, 2},
};

std::vector<Place> places_of(const AccessSite& site) {
    std::vector<Place> places;
    for (const WatchedRead& read : site.reads) places.emplace_back(site.pc, read.address.value_or(0));
    return places;
}

TEST(AccessSite, is_that_of_the_access_for_every_form_of_load) {
    for (const FormRow& row : form_rows) {
        SCOPED_TRACE(row.text);
        Bench bench(row.code);
        for (std::size_t hit = 0; hit < row.hits; ++hit) {
            ASSERT_TRUE(bench.runs_to_a_hit());
            const std::vector<Place> truth = bench.truth();
            const std::vector<AccessSite> sites = bench.find();
            ASSERT_EQ(sites.size(), 1U);
            EXPECT_EQ(places_of(sites[0]), truth);
            for (const WatchedRead& read : sites[0].reads) EXPECT_EQ(read.value, bench.values.at(*read.address));
            bench.resume();
        }
        EXPECT_FALSE(bench.runs_to_a_hit());
    }
}

const FormRow late_rows[] = {
    {"ldr r4, [r0]", {0x6804, 0xBF00, 0xBF00}},
    {"ldr r4, [r0], #4; adds r5, #1", {0xF850, 0x4B04, 0x3501, 0xBF00}},
    {"ldrb r4, [r0, #3]; nop.w", {0x78C4, 0xF3AF, 0x8000, 0xBF00}},
    {"ldr r4, [r0]; b", {0x6804, 0xE001, 0xBF00, 0xBF00, 0xBF00, 0xBF00}},
    {"ldr r4, [r0]; b.w", {0x6804, 0xF000, 0xB802, 0xBF00, 0xBF00, 0xBF00, 0xBF00}},
    {"ldr r4, [r0]; cbnz r3", {0x6804, 0xB90B, 0xBF00, 0xBF00, 0xBF00, 0xBF00}},
    {"ldr r4, [r0]; adds r0, #4", {0x6804, 0x3004, 0xBF00}},
};

TEST(AccessSite, is_found_when_the_core_halts_one_or_two_instructions_later_still) {
    for (const FormRow& row : late_rows) {
        for (const unsigned late : {1U, 2U}) {
            SCOPED_TRACE(std::string(row.text) + ", late by " + std::to_string(late));
            Bench bench(row.code);
            ASSERT_TRUE(bench.runs_to_a_hit());
            for (unsigned i = 0; i < late; ++i) bench.step();
            const std::vector<AccessSite> sites = bench.find();
            ASSERT_EQ(sites.size(), 1U);
            EXPECT_EQ(sites[0].pc, form);
        }
    }
}

TEST(AccessSite, of_a_literal_is_told_from_the_pc) {
    Bench bench({0xBF00}, 0xA0, {0x08000140, 12});
    ASSERT_TRUE(bench.runs_to_a_hit());
    const std::vector<AccessSite> sites = bench.find();
    ASSERT_EQ(sites.size(), 1U);
    EXPECT_THAT(places_of(sites[0]), ::testing::ElementsAre(Place{prologue, 0x08000140}));
    EXPECT_EQ(sites[0].reads[0].value, uid);
    EXPECT_EQ(sites[0].disassembly, "ldr r0, [pc, #0x3c]");
}

TEST(AccessSite, of_a_load_that_takes_its_base_along_has_a_pc_and_no_address) {
    Bench bench({0xC831});  // ldm r0,{r0,r4,r5}
    ASSERT_TRUE(bench.runs_to_a_hit());
    const std::vector<AccessSite> sites = bench.find();
    ASSERT_EQ(sites.size(), 1U);
    EXPECT_EQ(sites[0].pc, form);
    EXPECT_FALSE(sites[0].reads[0].address);
}

TEST(AccessSite, skips_the_half_of_an_it_block_that_did_not_run) {
    // cmp r2,#4; ite eq; ldreq r4,[r0]; ldrne r4,[r1]; every word of the UID is the same, so that no value tells
    Bench bench({0x2A04, 0xBF0C, 0x6804, 0x680C, 0xBF00}, 0x5A);
    ASSERT_TRUE(bench.runs_to_a_hit());
    bench.step();  // over the one that is skipped
    const std::vector<AccessSite> sites = bench.find();
    ASSERT_EQ(sites.size(), 1U);
    EXPECT_EQ(sites[0].pc, form + 4);
}

TEST(AccessSite, is_one_of_several_when_the_registers_leave_it_open) {
    // Every word of the UID is the same, and both loads have overwritten their base.
    Bench bench({0x7800, 0x7809, 0xBF00}, 0xFF);  // ldrb r0,[r0]; ldrb r1,[r1]
    ASSERT_TRUE(bench.runs_to_a_hit());
    bench.step();
    std::vector<std::uint32_t> pcs;
    for (const AccessSite& site : bench.find()) pcs.push_back(site.pc);
    EXPECT_THAT(pcs, ::testing::ElementsAre(form + 2, form));
}

TEST(AccessSite, is_nowhere_when_no_load_is_in_reach) {
    Bench bench({0x6804, 0xBF00, 0xBF00, 0xBF00, 0xBF00});
    ASSERT_TRUE(bench.runs_to_a_hit());
    for (unsigned i = 0; i < 4; ++i) bench.step();
    EXPECT_TRUE(bench.find().empty());
}

}  // namespace
}  // namespace jig::inspect
