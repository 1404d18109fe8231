// SPDX-License-Identifier: Apache-2.0
#include "inspect/trace/trace_text.hpp"

#include <fmt/format.h>

#include "base/range.hpp"
#include "inspect/boot/event_names.hpp"

namespace jig::inspect {
namespace {

// N, Z, C, V, Q and the exception's number; IT and T follow from the instructions.
constexpr std::uint32_t shown_xpsr = 0xF80001FF;
constexpr unsigned pc_number = 15;

std::string time_text(machine::Picoseconds at) {
    const std::int64_t nanoseconds = at.count() / 1000;
    return fmt::format("{:>12}.{:03}", nanoseconds / 1000, nanoseconds % 1000);
}

// ITSTATE as xPSR holds it, DDI 0403 B1.4.2; 0: not in an IT block. Its upper four bits are the instruction's
// condition.
std::uint32_t it_state(std::uint32_t xpsr) { return (xpsr >> 25 & 3) | (xpsr >> 8 & 0xFC); }

// DDI 0403 table A7-1.
bool holds(std::uint32_t condition, std::uint32_t xpsr) {
    const bool n = (xpsr >> 31 & 1) != 0, z = (xpsr >> 30 & 1) != 0;
    const bool c = (xpsr >> 29 & 1) != 0, v = (xpsr >> 28 & 1) != 0;
    const bool even[] = {z, c, n, v, c && !z, n == v, n == v && !z, true};
    return condition >= 14 || even[condition >> 1] == ((condition & 1) == 0);
}

bool left_out_by_it_block(std::uint32_t xpsr) {
    const std::uint32_t state = it_state(xpsr);
    return state != 0 && !holds(state >> 4, xpsr);
}

std::string code_text(const TraceEntry& entry) {
    if (entry.code_bytes == 0) return "-";
    std::string text = fmt::format("{:04x}", load_le16(entry.code));
    if (entry.code_bytes == 4) text += fmt::format("{:04x}", load_le16(ByteView(entry.code).subspan(2)));
    return text;
}

std::string registers_text(const TraceEntry& entry, std::uint32_t written) {
    std::string text;
    for (unsigned number = 0; number < pc_number; ++number)
        if (((written | entry.changed) >> number & 1) != 0)
            text += fmt::format(" {}={:08x}", register_names[number], entry.after[number]);
    const std::uint32_t xpsr = entry.after[traced_xpsr];
    if (((xpsr ^ entry.xpsr_before) & shown_xpsr) != 0)
        text += fmt::format(" {}={:08x}", register_names[traced_xpsr], xpsr);
    return text;
}

}  // namespace

Result<TraceText> TraceText::open() {
    TRY_ASSIGN(InstructionReader reader, InstructionReader::open());
    return TraceText(std::move(reader));
}

// capstone remembers from one call to the next how much of an IT block is left, and takes the calls for a straight
// line of code; a trace has exceptions in between, and its cache. So each call is given its block, and ends it.
std::optional<ReadInstruction> TraceText::read(const TraceEntry& entry) const {
    constexpr std::array<std::uint8_t, 2> nop = {0x00, 0xBF};
    constexpr unsigned longest_block = 4;
    if (const std::uint32_t state = it_state(entry.xpsr_before); state != 0) {
        const std::array<std::uint8_t, 2> it = {static_cast<std::uint8_t>((state & 0xF0) | 8), 0xBF};
        (void)reader_.read(it, entry.pc);
    }
    auto found = reader_.read(ByteView(entry.code).first(entry.code_bytes), entry.pc);
    for (unsigned i = 0; i < longest_block; ++i) (void)reader_.read(nop, entry.pc);
    return found;
}

const TraceText::Known& TraceText::known(const TraceEntry& entry) {
    if (known_.size() >= most_known) known_.clear();
    Known& known = known_[entry.pc];
    const std::uint32_t code = load_le32(entry.code);
    const std::uint32_t state = it_state(entry.xpsr_before);
    if (!known.columns.empty() && known.code == code && known.code_bytes == entry.code_bytes && known.it_state == state)
        return known;
    const auto found = read(entry);
    // To capstone SVC writes LR; that is the exception, which has a line of its own.
    const bool is_svc = found && found->text.starts_with("svc");
    known = {
        .code = code,
        .code_bytes = entry.code_bytes,
        .it_state = state,
        .columns = fmt::format("{}  {:<8}  {:<32}", hex_address(entry.pc), code_text(entry), found ? found->text : "?"),
        .written = found && !is_svc ? found->written : 0};
    return known;
}

std::string TraceText::instruction_line(const TraceEntry& entry) {
    const Known& instruction = known(entry);
    const bool left_out = left_out_by_it_block(entry.xpsr_before);
    const std::string rest = left_out ? " not executed" : registers_text(entry, instruction.written);
    std::string line = fmt::format("{}  {}", time_text(entry.at), instruction.columns);
    if (rest.empty())
        line.erase(line.find_last_not_of(' ') + 1);
    else
        line += " ;" + rest;
    return line + "\n";
}

std::string TraceText::line_of(const TraceEntry& entry) {
    const std::string time = time_text(entry.at);
    switch (entry.kind) {
        case TraceKind::instruction: return instruction_line(entry);
        case TraceKind::exception:
            return fmt::format("{}  -- exception {}, {}\n", time, entry.count,
                               exception_name(static_cast<unsigned>(entry.count)));
        case TraceKind::reset: return fmt::format("{}  -- reset, {}\n", time, name_of(entry.cause));
        case TraceKind::repeated:
            return fmt::format("{}  -- {} instructions of a polling loop, the same again\n", time, entry.count);
    }
    return {};
}

}  // namespace jig::inspect
