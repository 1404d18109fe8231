// SPDX-License-Identifier: Apache-2.0
#include "inspect/report/timeline.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "inspect/report/svg.hpp"
#include "inspect/report/words.hpp"

namespace jig::inspect {
namespace {

constexpr double lane_height = 22;
constexpr double axis_height = 40;
constexpr unsigned most_ticks = 5;

enum class Which : std::uint8_t { golden, copy };

// From power-on to `end`.
struct TimeFrame {
    Scale scale;
    Picoseconds end;
    std::optional<Picoseconds> golden_parts;
    std::optional<Picoseconds> copy_parts;

    [[nodiscard]] double at(Picoseconds time) const { return scale.at(milliseconds(time)); }
    [[nodiscard]] const std::optional<Picoseconds>& parts(Which which) const {
        return which == Which::golden ? golden_parts : copy_parts;
    }
};

TimeFrame frame_of(const PairedBoots& boots, Picoseconds end) {
    TimeFrame frame{Scale(0, milliseconds(end)), end, {}, {}};
    if (!boots.parting) return frame;
    if (boots.parting->golden) frame.golden_parts = boots.parting->golden->at;
    if (boots.parting->copy) frame.copy_parts = boots.parting->copy->at;
    return frame;
}

// A moment at the far left shows nothing of what came before it; then the beginning is drawn again, larger.
std::optional<Picoseconds> end_of_a_closer_look(const PairedBoots& boots) {
    constexpr int share = 8;
    constexpr double times_the_moment = 3;
    constexpr Picoseconds least = std::chrono::milliseconds{10};
    if (!boots.parting || !boots.parting->golden || !boots.parting->copy) return std::nullopt;
    const Picoseconds moment = std::max({boots.parting->golden->at, boots.parting->copy->at, least});
    if (moment * share > boots.golden.duration) return std::nullopt;
    const double wanted_ms = milliseconds(moment) * times_the_moment;
    const double step_ms = round_step(wanted_ms, most_ticks);
    return Picoseconds(
        std::chrono::milliseconds{static_cast<int>(std::ceil(std::ceil(wanted_ms / step_ms) * step_ms))});
}

std::string_view class_of(Activity::Kind kind) {
    switch (kind) {
        case Activity::Kind::on: return "on";
        case Activity::Kind::busy: return "busy";
        case Activity::Kind::event: return "event";
    }
    return "";
}

Html lane(const Trace& trace, Which which, const TimeFrame& frame) {
    constexpr double least_width_percent = 0.3;  // a pixel on a telephone
    constexpr Band down{4, lane_height - 8};
    Html drawn = box("lane-floor", {0, 100}, {lane_height - 4, 1});
    for (const Activity& one : trace.activity) {
        if (one.from > frame.end) continue;
        if (one.kind == Activity::Kind::event) {
            drawn += upright("event", frame.at(one.from), {1, lane_height - 2});
            continue;
        }
        Stretch across = frame.scale.between(milliseconds(one.from), milliseconds(one.to));
        across.width = std::max(across.width, least_width_percent);
        drawn += box(class_of(one.kind), across, down);
    }
    if (const auto& parts = frame.parts(which)) drawn += upright("parting", frame.at(*parts), {0, lane_height});
    return silent_picture(which == Which::golden ? "lane golden" : "lane copy", lane_height, drawn);
}

Html cell(std::string_view name, const Html& content) { return of_class("td", name, content); }

Html header(std::string_view scope, std::string_view words) {
    return element("th", Attributes{{"scope", std::string(scope)}}, text(words));
}

Html row(const Trace& trace, Which which, const TimeFrame& frame) {
    return cell("board", text(which == Which::golden ? "golden" : "copy")) + cell("drawn", lane(trace, which, frame)) +
           cell("words", text(trace.words));
}

Html rows_of(const Signal& signal, const PairedBoots& boots, const TimeFrame& frame) {
    const Html mark = signal.differs ? of_class("span", "differs", " differs") : Html();
    const std::string rows = boots.copy ? "2" : "1";
    const Html name = element("th", Attributes{{"scope", "rowgroup"}, {"rowspan", rows}}, text(signal.name) + mark);
    Html body = element("tr", name + row(signal.golden, Which::golden, frame));
    if (boots.copy) body += element("tr", row(signal.copy, Which::copy, frame));
    return element("tbody", body);
}

Html axis(const TimeFrame& frame) {
    constexpr double arrow_top = 15;
    constexpr double arrow_height = 5;
    constexpr double rounding = 1.0001;
    const double whole = milliseconds(frame.end);
    const double step = round_step(whole, most_ticks);
    Html drawn;
    for (double at = 0; at <= whole * rounding; at += step) {
        const bool is_last = at + step > whole * rounding;
        const Anchor anchor = at == 0 ? Anchor::start : is_last ? Anchor::end : Anchor::middle;
        drawn += upright("tick", frame.scale.at(at), {axis_height - 5, 5});
        drawn +=
            label("axis", frame.scale.at(at), axis_height - 8, fmt::format("{:g}{}", at, is_last ? " ms" : ""), anchor);
    }
    if (frame.golden_parts) {
        const double at = frame.at(*frame.golden_parts);
        const std::string words = fmt::format("they part: {}", time_words(*frame.golden_parts));
        drawn += label("parting-words", at, 12, words, at < 60 ? Anchor::start : Anchor::end);
        drawn += upright("parting", at, {arrow_top, arrow_height});
    }
    return silent_picture("lane", axis_height, drawn);
}

Html head(const TimeFrame& frame) {
    return element("thead", element("tr", header("col", "Signal") + header("col", "Board") +
                                              element("th", Attributes{{"scope", "col"}, {"class", "drawn"}},
                                                      of_class("span", "unseen", "Over time") + axis(frame)) +
                                              header("col", "What it does")));
}

std::string caption(const PairedBoots& boots, const TimeFrame& frame) {
    std::string words = fmt::format("The first {} from power-on, on virtual boards.", time_words(frame.end));
    if (!boots.copy) return words;
    if (!frame.golden_parts || !frame.copy_parts)
        return words + (boots.differences.empty() ? " Both boards ended alike." : " No single moment parts them.");
    return words + fmt::format(" The golden board goes its own way after {}, the copy after {}.",
                               time_words(*frame.golden_parts), time_words(*frame.copy_parts));
}

bool begins_before(const Signal& signal, Picoseconds end) {
    const auto begins = [end](const Trace& trace) {
        return !trace.activity.empty() && trace.activity.front().from <= end;
    };
    return begins(signal.golden) || begins(signal.copy);
}

Html table_of(const std::vector<Signal>& signals, const PairedBoots& boots, const TimeFrame& frame,
              std::string_view words) {
    Html table = element("caption", words) + head(frame);
    for (const Signal& signal : signals) table += rows_of(signal, boots, frame);
    return of_class("table", "timeline", table);
}

// The time by which byte `index` had been sent.
Picoseconds sent_by(const std::vector<UartMoment>& moments, std::size_t index) {
    for (const UartMoment& moment : moments)
        if (moment.bytes > index) return moment.at;
    return moments.empty() ? Picoseconds{0} : moments.back().at;
}

constexpr std::size_t most_lines = 12;
constexpr std::size_t most_line_characters = 120;

struct Line {
    Picoseconds at;
    std::string words;
};

// Bytes that are no printable ASCII are shown as '.'.
std::vector<Line> lines_of(const std::vector<std::uint8_t>& bytes, const std::vector<UartMoment>& moments) {
    std::vector<Line> lines;
    bool open = false;
    for (std::size_t i = 0; i < bytes.size() && lines.size() <= most_lines; ++i) {
        if (bytes[i] == '\n' || bytes[i] == '\r') {
            open = false;
            continue;
        }
        if (!open) lines.push_back({sent_by(moments, i), {}});
        open = true;
        const bool printable = bytes[i] >= ' ' && bytes[i] < 0x7F;
        if (lines.back().words.size() < most_line_characters)
            lines.back().words += printable ? static_cast<char>(bytes[i]) : '.';
    }
    return lines;
}

Html transcript(std::string_view board, unsigned usart, const BootRecord& record) {
    const auto bytes = record.uart.find(usart);
    const auto moments = record.uart_moments.find(usart);
    const std::string name = fmt::format("USART{} of {}", usart, board);
    if (bytes == record.uart.end() || moments == record.uart_moments.end() || bytes->second.empty())
        return of_class("table", "transcript",
                        element("caption", name) + element("tr", element("td", "It sent nothing.")));
    std::vector<Line> lines = lines_of(bytes->second, moments->second);
    const bool more = lines.size() > most_lines;
    if (more) lines.resize(most_lines);
    Html rows = element("caption", name);
    for (const Line& line : lines)
        rows += element("tr", header("row", time_words(line.at)) + element("td", element("code", line.words)));
    if (more) rows += element("tr", header("row", "later") + element("td", "more, which is not shown"));
    return of_class("table", "transcript", rows);
}

}  // namespace

Html timeline(const Case& the_case, const PairedBoots& boots) {
    const Signals signals = signals_of(the_case, boots);
    const TimeFrame whole = frame_of(boots, boots.golden.duration);
    Html all = table_of(signals.list, boots, whole, caption(boots, whole));
    if (signals.pins_left_out != 0)
        all += element(
            "p", fmt::format("Not drawn: {} that the firmware drives too.",
                             signals.pins_left_out == 1 ? "one pin" : fmt::format("{} pins", signals.pins_left_out)));
    if (const auto end = end_of_a_closer_look(boots)) {
        std::vector<Signal> busy;
        std::ranges::copy_if(signals.list, std::back_inserter(busy),
                             [&](const Signal& signal) { return begins_before(signal, *end); });
        all += table_of(busy, boots, frame_of(boots, *end), "The beginning again, larger.");
    }
    return all;
}

Html transcripts(const PairedBoots& boots) {
    Html tables;
    for (unsigned usart = 1; usart <= 5; ++usart) {
        const bool golden = boots.golden.uart.contains(usart);
        const bool copy = boots.copy && boots.copy->uart.contains(usart);
        if (!golden && !copy) continue;
        tables += transcript("the golden board", usart, boots.golden);
        if (boots.copy) tables += transcript("the copy", usart, *boots.copy);
    }
    return tables.empty() ? tables : of_class("div", "beside", tables);
}

}  // namespace jig::inspect
