// SPDX-License-Identifier: Apache-2.0
// Signals out of boot records: when a lamp was lit, when text went out, and what is left out.
#include "inspect/report/signals.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "inspect/report/testing/demo_case.hpp"
#include "inspect/report/timeline.hpp"

namespace jig::inspect {
namespace {

using namespace std::chrono_literals;
using machine::Level;
using machine::Pin;
using ::testing::Contains;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

PinActivity pin_with(const std::vector<std::pair<Picoseconds, Level>>& edges) {
    PinActivity pin;
    for (const auto& [at, level] : edges) {
        pin.kept.push_back({at, {'B', 1}, level});
        ++pin.edges;
        pin.last = level;
        pin.last_at = at;
    }
    return pin;
}

std::string words(const std::vector<Activity>& activity) {
    std::string all;
    for (const Activity& one : activity)
        all += std::to_string(one.from / 1ms) + "-" + std::to_string(one.to / 1ms) +
               (one.kind == Activity::Kind::busy ? " busy " : " ");
    return all;
}

TEST(PinActivity, is_on_from_edge_to_edge) {
    const PinActivity pin = pin_with({{1ms, Level::low}, {2ms, Level::high}, {5ms, Level::low}, {8ms, Level::high}});
    EXPECT_EQ(words(pin_activity(pin, Level::high, 10ms)), "2-5 8-10 ");
    EXPECT_EQ(words(pin_activity(pin, Level::low, 10ms)), "1-2 5-8 ") << "active low";
    EXPECT_EQ(words(pin_activity({}, Level::high, 10ms)), "");
}

TEST(PinActivity, that_nobody_could_see_is_one_busy_stretch) {
    std::vector<std::pair<Picoseconds, Level>> edges;
    for (int i = 0; i < 300; ++i) edges.emplace_back(i * 1ms, i % 2 == 0 ? Level::high : Level::low);
    EXPECT_EQ(words(pin_activity(pin_with(edges), Level::high, 500ms)), "0-299 busy ");
}

// Two boards with one lamp and what else a test puts on them.
struct TwoBoards {
    TwoBoards() {
        the_case.golden.world.board.lamps = {{.name = "run", .pin = {'B', 1}}};
        boots.golden.duration = 1s;
        boots.golden.pins[{'B', 1}] = pin_with({{10ms, Level::high}});
        boots.copy = boots.golden;
    }
    [[nodiscard]] std::vector<std::string> names() const {
        std::vector<std::string> all;
        for (const Signal& signal : signals_of(the_case, boots).list) all.push_back(signal.name);
        return all;
    }
    Case the_case;
    PairedBoots boots;
};

TEST(Signals, begin_with_the_lamps_and_leave_out_pins_that_tell_nothing) {
    TwoBoards boards;
    boards.boots.golden.pins[{'A', 3}] = pin_with({{1ms, Level::high}});
    boards.boots.copy->pins[{'A', 3}] = pin_with({{2ms, Level::high}});
    boards.boots.golden.pins[{'A', 4}] = pin_with({{1ms, Level::high}});
    EXPECT_THAT(boards.names(), ::testing::ElementsAre("run (PB1)", "PA4", "Resets", "Faults", "Identity reads"));
    EXPECT_EQ(signals_of(boards.the_case, boards.boots).pins_left_out, 1U);
}

TEST(Signals, say_when_a_board_does_something_else) {
    TwoBoards boards;
    boards.boots.copy->pins[{'B', 1}] = pin_with({{10ms, Level::low}});
    const std::vector<Signal> signals = signals_of(boards.the_case, boards.boots).list;
    EXPECT_TRUE(signals[0].differs);
    EXPECT_EQ(signals[0].golden.words, "on");
    EXPECT_EQ(signals[0].copy.words, "off");
    EXPECT_FALSE(signals[1].differs);
}

TEST(Signals, name_the_first_events_and_count_the_others) {
    TwoBoards boards;
    for (int i = 1; i <= 5; ++i)
        boards.boots.copy->resets.push_back({machine::ResetCause::independent_watchdog, i * 100ms});
    const std::vector<Signal> signals = signals_of(boards.the_case, boards.boots).list;
    const auto resets = std::ranges::find(signals, "Resets", &Signal::name);
    EXPECT_EQ(resets->golden.words, "none");
    EXPECT_EQ(
        resets->copy.words,
        "independent watchdog at 100 ms; independent watchdog at 200 ms; independent watchdog at 300 ms; and 2 more");
    EXPECT_EQ(resets->copy.activity.size(), 5U);
}

TEST(Transcripts, print_lines_with_their_moment_and_no_markup) {
    TwoBoards boards;
    const std::string sent = "<b>one\r\ntwo\x01\r\n";
    boards.boots.golden.uart[1].assign(sent.begin(), sent.end());
    boards.boots.golden.uart_moments[1] = {{5ms, 8}, {7ms, sent.size()}};
    const std::string page = transcripts(boards.boots).str();
    EXPECT_THAT(page, HasSubstr("<th scope=\"row\">5 ms</th><td><code>&lt;b&gt;one</code></td>"));
    EXPECT_THAT(page, HasSubstr("<th scope=\"row\">7 ms</th><td><code>two.</code></td>"));
    EXPECT_THAT(page, HasSubstr("<caption>USART1 of the copy</caption>"));
    EXPECT_THAT(page, HasSubstr("It sent nothing."));
}

}  // namespace
}  // namespace jig::inspect
