// SPDX-License-Identifier: Apache-2.0
#include "inspect/report/timeline.hpp"

#include <fmt/format.h>

#include "inspect/report/svg.hpp"
#include "inspect/report/words.hpp"

namespace jig::inspect {
namespace {

constexpr double lane_height = 22;
constexpr double axis_height = 34;
constexpr unsigned most_ticks = 5;

enum class Which : std::uint8_t { golden, copy };

struct TimeFrame {
    Scale scale;
    Picoseconds duration;
    std::optional<Picoseconds> golden_parts;
    std::optional<Picoseconds> copy_parts;

    [[nodiscard]] double at(Picoseconds time) const { return scale.at(milliseconds(time)); }
    [[nodiscard]] const std::optional<Picoseconds>& parts(Which which) const {
        return which == Which::golden ? golden_parts : copy_parts;
    }
};

TimeFrame frame_of(const PairedBoots& boots) {
    TimeFrame frame{Scale(0, milliseconds(boots.golden.duration)), boots.golden.duration, {}, {}};
    if (!boots.parting) return frame;
    if (boots.parting->golden) frame.golden_parts = boots.parting->golden->at;
    if (boots.parting->copy) frame.copy_parts = boots.parting->copy->at;
    return frame;
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
    const double whole = milliseconds(frame.duration);
    const double step = round_step(whole, most_ticks);
    Html drawn;
    for (double at = 0; at <= whole * 1.0001; at += step) {
        const Anchor anchor = at == 0 ? Anchor::start : at + step > whole * 1.0001 ? Anchor::end : Anchor::middle;
        drawn += upright("tick", frame.scale.at(at), {axis_height - 5, 5});
        drawn += label("axis", frame.scale.at(at), axis_height - 8, fmt::format("{:g} ms", at), anchor);
    }
    if (frame.golden_parts) {
        const double at = frame.at(*frame.golden_parts);
        const std::string words = fmt::format("they part: {}", time_words(*frame.golden_parts));
        drawn += label("parting-words", at, 12, words, at < 60 ? Anchor::start : Anchor::end);
        drawn += upright("parting", at, {14, axis_height - 14});
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
    std::string words = fmt::format("The first {} from power-on, on virtual boards.", time_words(frame.duration));
    if (!boots.copy) return words;
    if (!frame.golden_parts || !frame.copy_parts)
        return words + (boots.differences.empty() ? " Both boards ended alike." : " No single moment parts them.");
    return words + fmt::format(" The golden board goes its own way after {}, the copy after {}.",
                               time_words(*frame.golden_parts), time_words(*frame.copy_parts));
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
    const TimeFrame frame = frame_of(boots);
    const Signals signals = signals_of(the_case, boots);
    Html table = element("caption", caption(boots, frame)) + head(frame);
    for (const Signal& signal : signals.list) table += rows_of(signal, boots, frame);
    Html all = of_class("table", "timeline", table);
    if (signals.pins_left_out != 0)
        all += element(
            "p", fmt::format("Not drawn: {} that the firmware drives too.",
                             signals.pins_left_out == 1 ? "one pin" : fmt::format("{} pins", signals.pins_left_out)));
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
