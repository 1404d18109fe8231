// SPDX-License-Identifier: Apache-2.0
// Progress of many boards at once: at a terminal one line a board, drawn over themselves; elsewhere whole lines that
// begin with the board's name.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "apps/jig/screen.hpp"
#include "base/progress.hpp"

namespace jig::app {

// Every board's thread reports to a slot of its own; the slots take turns on the screen.
class GangProgress {
 public:
    GangProgress(const Screen& screen, const std::vector<std::string>& names);
    ~GangProgress();
    GangProgress(const GangProgress&) = delete;
    GangProgress& operator=(const GangProgress&) = delete;

    [[nodiscard]] Progress& slot(std::size_t index);
    // The board is done; `verdict` is one line.
    void finish(std::size_t index, const std::string& verdict);

 private:
    class Slot;

    void show(std::size_t index, std::string text);
    void print(std::size_t index, std::string_view sentence);
    void draw();
    void put(const std::string& text);

    Screen screen_;
    std::vector<std::string> names_;  // padded to one width
    std::mutex mutex_;                // guards what follows, and the screen
    std::vector<std::string> lines_;  // what each slot shows beside its name
    bool drawn_ = false;
    std::vector<std::unique_ptr<Slot>> slots_;
};

}  // namespace jig::app
