// SPDX-License-Identifier: Apache-2.0
#include "dap/testing/scripted_probe.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

namespace jig::dap::testing {
namespace {

struct Name {
    std::uint32_t address;
    std::string_view name;
};
constexpr Name names[] = {
    {0xE000ED0C, "AIRCR"}, {0xE000EDF0, "DHCSR"}, {0xE000EDF4, "DCRSR"},
    {0xE000EDF8, "DCRDR"}, {0xE000EDFC, "DEMCR"}, {0xE0042004, "DBGMCU_CR"},
};

std::string name_of(std::uint32_t address) {
    for (const Name& each : names) {
        if (each.address == address) return std::string(each.name);
    }
    return fmt::format("{:08x}", address);
}

std::string trimmed(std::string_view line) {
    const std::size_t first = line.find_first_not_of(' ');
    if (first == std::string_view::npos) return {};
    return std::string(line.substr(first, line.find_last_not_of(' ') + 1 - first));
}

std::unexpected<Error> failure(const std::string& kind, const std::string& call) {
    const ErrorKind error = kind == "wait"          ? ErrorKind::wait
                            : kind == "fault"       ? ErrorKind::fault
                            : kind == "unsupported" ? ErrorKind::unsupported
                                                    : ErrorKind::link;
    return fail(error, "scripted " + kind + " for " + call);
}

}  // namespace

ScriptedProbe::ScriptedProbe(std::string_view script, Clock& clock) : clock_(clock) {
    std::istringstream stream{std::string(script)};
    for (std::string line; std::getline(stream, line);) {
        if (std::string kept = trimmed(line); !kept.empty()) lines_.push_back(std::move(kept));
    }
}

ScriptedProbe::~ScriptedProbe() { EXPECT_EQ(lines_, std::deque<std::string>{}) << "lines nobody asked for"; }

Result<std::string> ScriptedProbe::play(const std::string& call) {
    const std::string line = lines_.empty() ? "(the end)" : lines_.front();
    const std::size_t arrow = std::min(line.find(" -> "), line.find(" ! "));
    if (line.substr(0, arrow) != call) {
        ADD_FAILURE() << "called: " << call << "\nscript: " << line;
        return fail(ErrorKind::link, "not in the script: " + call);
    }
    lines_.pop_front();
    if (arrow == std::string::npos) return std::string();
    if (line[arrow + 1] == '!') return failure(line.substr(arrow + 3), call);
    return line.substr(arrow + 4);
}

Result<double> ScriptedProbe::target_volts() {
    TRY_ASSIGN(const std::string volts, play("volts"));
    return std::stod(volts);
}

Result<std::uint32_t> ScriptedProbe::set_speed_khz(std::uint32_t khz) {
    TRY_ASSIGN(const std::string chosen, play(fmt::format("speed {}", khz)));
    return static_cast<std::uint32_t>(std::stoul(chosen));
}

Result<void> ScriptedProbe::set_nrst(bool low) {
    TRY(play(low ? "nrst low" : "nrst high"));
    return {};
}

Result<std::uint32_t> ScriptedProbe::connect() {
    TRY_ASSIGN(const std::string dpidr, play("connect"));
    return static_cast<std::uint32_t>(std::stoul(dpidr, nullptr, 16));
}

Result<void> ScriptedProbe::disconnect() {
    TRY(play("disconnect"));
    return {};
}

Result<void> ScriptedProbe::play_read(std::string_view width, std::uint32_t address, MutableByteView out) {
    TRY_ASSIGN(const std::string hex, play(fmt::format("{} {} {}", width, name_of(address), out.size())));
    const Bytes bytes = from_hex(hex).value();
    EXPECT_EQ(bytes.size(), out.size());
    std::ranges::copy_n(bytes.begin(), static_cast<std::ptrdiff_t>(std::min(bytes.size(), out.size())), out.begin());
    return {};
}

Result<void> ScriptedProbe::play_write(std::string_view width, std::uint32_t address, ByteView data) {
    TRY(play(fmt::format("put {} {} {}", width, name_of(address), to_hex(data))));
    return {};
}

Result<void> ScriptedProbe::read_words(std::uint32_t address, MutableByteView out) {
    return play_read("words", address, out);
}
Result<void> ScriptedProbe::write_words(std::uint32_t address, ByteView data) {
    return play_write("words", address, data);
}
Result<void> ScriptedProbe::read_halves(std::uint32_t address, MutableByteView out) {
    return play_read("halves", address, out);
}
Result<void> ScriptedProbe::write_halves(std::uint32_t address, ByteView data) {
    return play_write("halves", address, data);
}
Result<void> ScriptedProbe::read_bytes(std::uint32_t address, MutableByteView out) {
    return play_read("bytes", address, out);
}
Result<void> ScriptedProbe::write_bytes(std::uint32_t address, ByteView data) {
    return play_write("bytes", address, data);
}

Result<std::uint32_t> ScriptedProbe::read_debug_register(std::uint32_t address) {
    TRY_ASSIGN(const std::string value, play("read " + name_of(address)));
    return static_cast<std::uint32_t>(std::stoul(value, nullptr, 16));
}

Result<void> ScriptedProbe::write_debug_register(std::uint32_t address, std::uint32_t value) {
    TRY(play(fmt::format("write {} {:08x}", name_of(address), value)));
    return {};
}

}  // namespace jig::dap::testing
