// SPDX-License-Identifier: Apache-2.0
// Value change dumps, to the letter.
#include "inspect/boot/waveform.hpp"

#include <gtest/gtest.h>

namespace jig::inspect {
namespace {

using namespace std::chrono_literals;
using machine::Level;
using machine::Pin;

void change(BootRecord& record, Pin pin, Picoseconds at, Level level) {
    PinActivity& activity = record.pins[pin];
    ++activity.edges;
    activity.kept.push_back({.at = at, .pin = pin, .level = level});
}

TEST(Waveform, of_a_boot_that_drives_nothing_is_its_length_alone) {
    BootRecord record;
    record.duration = 2ms;
    EXPECT_EQ(vcd_of(record, {}), R"($timescale 1ns $end
$scope module board $end
$upscope $end
$enddefinitions $end
#0
#2000000
)");
}

TEST(Waveform, lamps_have_their_names_and_changes_come_in_order_of_time) {
    BootRecord record;
    record.duration = 1ms;
    change(record, {'B', 1}, 3us, Level::high);
    change(record, {'B', 1}, 9us, Level::low);
    change(record, {'A', 9}, 1us, Level::high);
    change(record, {'A', 9}, 3us, Level::low);
    change(record, {'A', 9}, 4us + 999ns, Level::floating);
    EXPECT_EQ(vcd_of(record, {{.name = "green", .pin = {'B', 1}}, {.name = "red", .pin = {'B', 0}}}),
              R"($timescale 1ns $end
$scope module board $end
$var wire 1 ! PA9 $end
$var wire 1 " green_PB1 $end
$upscope $end
$enddefinitions $end
#0
z!
z"
#1000
1!
#3000
0!
1"
#4999
z!
#9000
0"
#1000000
)");
}

TEST(Waveform, changes_within_a_nanosecond_share_a_time_in_their_own_order) {
    BootRecord record;
    record.duration = 1us;
    change(record, {'C', 13}, Picoseconds{5100}, Level::high);
    change(record, {'C', 13}, Picoseconds{5900}, Level::low);
    EXPECT_EQ(vcd_of(record, {}), R"($timescale 1ns $end
$scope module board $end
$var wire 1 ! PC13 $end
$upscope $end
$enddefinitions $end
#0
z!
#5
1!
0!
#1000
)");
}

TEST(Waveform, a_pin_that_changed_more_often_than_was_kept_is_unknown_from_there_on) {
    BootRecord record;
    record.duration = 1us;
    change(record, {'A', 8}, 10ns, Level::high);
    record.pins[{'A', 8}].edges = 70'000;
    EXPECT_EQ(vcd_of(record, {}), R"($timescale 1ns $end
$scope module board $end
$var wire 1 ! PA8 $end
$comment PA8: 70000 changes, of which the first 1 are here; x after them $end
$upscope $end
$enddefinitions $end
#0
z!
#10
1!
#11
x!
#1000
)");
}

TEST(Waveform, more_pins_than_one_character_can_name_have_names_of_two) {
    BootRecord record;
    for (char port = 'A'; port <= 'F'; ++port)
        for (std::uint8_t number = 0; number < 16; ++number) change(record, {port, number}, 1ns, Level::high);
    const std::string text = vcd_of(record, {});
    EXPECT_NE(text.find("$var wire 1 ~ PF13 $end\n"), std::string::npos);
    EXPECT_NE(text.find("$var wire 1 !\" PF14 $end\n$var wire 1 \"\" PF15 $end\n"), std::string::npos);
}

}  // namespace
}  // namespace jig::inspect
