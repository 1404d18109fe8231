// SPDX-License-Identifier: Apache-2.0
#include "rig.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>
#include <vector>

#include "probe/list.hpp"

namespace jig::host {
namespace {

constexpr std::uint32_t stack_top = 0x2000C000;
constexpr std::uint32_t code_offset = 0x100;
constexpr std::uint32_t reset_vector = 0x08000000 + code_offset + 1;
constexpr std::size_t sys_tick_vector = 15;

// Thumb half-words, as arm-none-eabi-as makes them.
std::vector<std::uint16_t> code_of(Firmware firmware) {
    switch (firmware) {
        case Firmware::blank: return {};
        case Firmware::counts:
            return {0x3001,   // adds r0, #1
                    0xE7FD};  // b -2
        case Firmware::ticks:
            return {
                0x4805,                          // ldr r0, =SYST_CSR
                0x4906,                          // ldr r1, =8000
                0x6041,                          // str r1, [r0, #4]   SYST_RVR: 1 ms at 8 MHz
                0x2107,                          // movs r1, #7
                0x6001,                          // str r1, [r0]       enable, interrupt, core clock
                0xBF30,                          // wfi
                0xE7FD,                          // b -2
                0xBF00, 0x4770,                  // bx lr              the handler, at +0x10
                0xBF00, 0xBF00, 0xBF00,          // nop
                0xE010, 0xE000, 0x1F40, 0x0000,  // SYST_CSR, 8000
            };
        case Firmware::stops:
            return {0x4802,                   // ldr r0, =SCR
                    0x2104,                   // movs r1, #4       SLEEPDEEP
                    0x6001,                   // str r1, [r0]
                    0xBF30,                   // wfi
                    0xE7FD,                   // b -2
                    0xBF00, 0xED10, 0xE000};  // SCR
        case Firmware::naps:
            return {0x4A03,                           // ldr r2, =80000
                    0x3A01,                           // subs r2, #1
                    0xD1FD,                           // bne -2
                    0x4803,                           // ldr r0, =SCR
                    0x2104,                           // movs r1, #4       SLEEPDEEP
                    0x6001,                           // str r1, [r0]
                    0xBF30,                           // wfi
                    0xE7FD,                           // b -2
                    0x3880, 0x0001, 0xED10, 0xE000};  // 80000, SCR
        case Firmware::no_swj:
            return {
                0x4804,                                          // ldr r0, =RCC_APB2ENR
                0x2101,                                          // movs r1, #1       AFIOEN
                0x6001,                                          // str r1, [r0]
                0x4804,                                          // ldr r0, =AFIO_MAPR
                0x4904,                                          // ldr r1, =SWJ_CFG 100
                0x6001,                                          // str r1, [r0]
                0xE7FE,                                          // b .
                0xBF00, 0xBF00, 0xBF00,                          // nop
                0x1018, 0x4002, 0x0004, 0x4001, 0x0000, 0x0400,  // RCC_APB2ENR, AFIO_MAPR, value
            };
    }
    return {};
}

std::string probe_lines(const std::string& probe) {
    if (!probe.starts_with("V")) return fmt::format("probe = \"{}\"\n", probe);
    return fmt::format("probe = \"stlink-{}\"\nprobe_firmware = \"{}\"\n", probe[1] == '3' ? "v3" : "v2", probe);
}

std::string bench_file(const BoardWish& wish) {
    return fmt::format(R"(
state = "state"
[[board]]
name = "board"
part = "{}"
flash = "firmware.bin"
nrst = "{}"
{}{}
)",
                       wish.part, wish.nrst_wired ? "wired" : "none", probe_lines(wish.probe), wish.more);
}

}  // namespace

Bytes image_of(Firmware firmware) {
    const std::vector<std::uint16_t> code = code_of(firmware);
    if (code.empty()) return Bytes(4, 0xFF);
    Bytes image(code_offset + 2 * code.size());
    const MutableByteView bytes(image);
    store_le32(bytes, stack_top);
    store_le32(bytes.subspan(4), reset_vector);
    store_le32(bytes.subspan(4 * sys_tick_vector), reset_vector + 0x10);
    for (std::size_t i = 0; i < code.size(); ++i) store_le16(bytes.subspan(code_offset + 2 * i), code[i]);
    return image;
}

Rig::Rig(const BoardWish& wish) {
    const Bytes image = image_of(wish.firmware);
    std::ofstream(folder_.path() / "firmware.bin", std::ios::binary)
        .write(reinterpret_cast<const char*>(image.data()), static_cast<std::streamsize>(image.size()));
    std::ofstream(folder_.path() / "bench.toml") << bench_file(wish);
    auto opened = bench::BenchBoard::open(folder_.path() / "bench.toml", "board");
    if (!opened) GTEST_LOG_(FATAL) << opened.error().what;
    bench_ = std::move(*opened);
}

Result<std::unique_ptr<dap::Target>> Rig::connect(dap::ConnectHow how) {
    TRY_ASSIGN(auto probe, probe::open(bench_->ports(), bench_->probe_address()));
    return dap::connect(std::move(probe), {.how = how});
}

std::unique_ptr<dap::Target> Rig::connected(dap::ConnectHow how) {
    auto target = connect(how);
    EXPECT_TRUE(target) << target.error().what;
    return target ? std::move(*target) : nullptr;
}

}  // namespace jig::host
