// SPDX-License-Identifier: Apache-2.0
// What several boards' progress looks like on a terminal and in a pipe.
#include "apps/jig/gang_progress.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <functional>

namespace jig::app {
namespace {

using namespace std::chrono_literals;

// What `use` puts on a screen of two boards.
std::string shown(bool is_terminal, const std::function<void(GangProgress&, Clock&)>& use) {
    char* text = nullptr;
    std::size_t size = 0;
    std::FILE* out = open_memstream(&text, &size);
    VirtualClock clock;
    {
        GangProgress gang({out, is_terminal, &clock}, {"one", "second"});
        use(gang, clock);
    }
    std::fclose(out);
    std::string result(text, size);
    std::free(text);
    return result;
}

TEST(GangProgress, a_pipe_gets_whole_lines_that_begin_with_the_board) {
    EXPECT_EQ(shown(false,
                    [](GangProgress& gang, Clock&) {
                        gang.slot(1).begin("program", 4096);
                        gang.slot(1).advance(2048);
                        gang.slot(0).note("a sentence");
                        gang.slot(1).end();
                        gang.finish(1, "done");
                    }),
              "one     a sentence\nsecond  done\n");
}

TEST(GangProgress, a_terminal_gets_a_line_a_board_drawn_over_itself) {
    EXPECT_EQ(shown(true,
                    [](GangProgress& gang, Clock&) {
                        gang.slot(1).begin("program", 4096);
                        gang.finish(0, "done");
                    }),
              "\x1b[?7l\r\x1b[Kone   \n\r\x1b[Ksecond  program  [------------------------]     0 / 4 KB\n\x1b[?7h"
              "\x1b[2A\x1b[?7l\r\x1b[Kone     done\n"
              "\r\x1b[Ksecond  program  [------------------------]     0 / 4 KB\n\x1b[?7h");
}

TEST(GangProgress, a_note_stays_above_the_lines) {
    EXPECT_EQ(shown(true,
                    [](GangProgress& gang, Clock&) {
                        gang.finish(1, "done");
                        gang.slot(0).note("a sentence");
                    }),
              "\x1b[?7l\r\x1b[Kone   \n\r\x1b[Ksecond  done\n\x1b[?7h"
              "\x1b[2A\r\x1b[Jone     a sentence\n"
              "\x1b[?7l\r\x1b[Kone   \n\r\x1b[Ksecond  done\n\x1b[?7h");
}

TEST(GangProgress, a_slot_is_drawn_at_most_every_tenth_of_a_second) {
    const auto draw = [](Duration apart) {
        return shown(true, [apart](GangProgress& gang, Clock& clock) {
            gang.slot(0).begin("verify", 4096);
            for (std::uint64_t done = 1024; done <= 3072; done += 1024) {
                clock.sleep(apart);
                gang.slot(0).advance(done);
            }
        });
    };
    EXPECT_EQ(draw(10ms).find("1 / 4 KB"), std::string::npos);
    EXPECT_NE(draw(100ms).find("3 / 4 KB"), std::string::npos);
}

}  // namespace
}  // namespace jig::app
