// SPDX-License-Identifier: Apache-2.0
// Progress for a person at a terminal: one line that is drawn over itself, with rate and time left.
#pragma once

#include <string>

#include "apps/jig/screen.hpp"
#include "base/progress.hpp"

namespace jig::app {

// Draws only on a terminal; notes are printed either way, a line each.
class ProgressLine final : public Progress {
 public:
    explicit ProgressLine(const Screen& screen);

    void begin(std::string_view step, std::uint64_t total_bytes) override;
    void advance(std::uint64_t done_bytes) override;
    void end() override;
    void note(std::string_view sentence) override;

 private:
    void draw();
    void clear();
    void put(const std::string& text);

    Screen screen_;
    std::string step_;
    std::uint64_t total_ = 0;
    std::uint64_t done_ = 0;
    Duration began_{0};
    Duration drawn_{0};
    bool visible_ = false;
};

// "  program  [##########----------]  128 / 256 KB  34.1 KB/s  4 s left": pure, for the tests.
[[nodiscard]] std::string progress_text(std::string_view step, std::uint64_t done, std::uint64_t total,
                                        Duration elapsed);

}  // namespace jig::app
