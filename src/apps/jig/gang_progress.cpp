// SPDX-License-Identifier: Apache-2.0
#include "apps/jig/gang_progress.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "apps/jig/progress_line.hpp"

namespace jig::app {
namespace {

constexpr Duration redraw_interval = std::chrono::milliseconds(100);  // a slot's; eight of them make 80 lines a second

}  // namespace

class GangProgress::Slot final : public Progress {
 public:
    Slot(GangProgress& gang, std::size_t index) : gang_(gang), index_(index) {}

    void begin(std::string_view step, std::uint64_t total_bytes) override {
        step_ = step;
        total_ = total_bytes;
        began_ = now();
        show(0);
    }
    void advance(std::uint64_t done_bytes) override {
        if (now() - shown_ >= redraw_interval) show(done_bytes);
    }
    void end() override {}
    void note(std::string_view sentence) override { gang_.print(index_, sentence); }

 private:
    [[nodiscard]] Duration now() const { return gang_.screen_.clock->now(); }
    void show(std::uint64_t done) {
        shown_ = now();
        gang_.show(index_, progress_text(step_, done, total_, shown_ - began_));
    }

    GangProgress& gang_;
    std::size_t index_;
    std::string step_;
    std::uint64_t total_ = 0;
    Duration began_{0};
    Duration shown_{0};
};

GangProgress::GangProgress(const Screen& screen, const std::vector<std::string>& names)
    : screen_(screen), lines_(names.size()) {
    std::size_t width = 0;
    for (const std::string& name : names) width = std::max(width, name.size());
    for (std::size_t i = 0; i < names.size(); ++i) {
        names_.push_back(fmt::format("{:<{}}", names[i], width));
        slots_.push_back(std::make_unique<Slot>(*this, i));
    }
}

GangProgress::~GangProgress() = default;

Progress& GangProgress::slot(std::size_t index) { return *slots_[index]; }

void GangProgress::finish(std::size_t index, const std::string& verdict) {
    if (!screen_.is_terminal) return print(index, verdict);
    show(index, "  " + verdict);
}

void GangProgress::show(std::size_t index, std::string text) {
    const std::scoped_lock lock(mutex_);
    lines_[index] = std::move(text);
    draw();
}

// At a terminal the sentence goes above the block of lines, which is drawn anew below it.
void GangProgress::print(std::size_t index, std::string_view sentence) {
    const std::scoped_lock lock(mutex_);
    std::string text;
    if (drawn_) text = fmt::format("\x1b[{}A\r\x1b[J", lines_.size());
    put(text + fmt::format("{}  {}\n", names_[index], sentence));
    drawn_ = false;
    draw();
}

// A line that is too long is cut by the terminal (DECAWM off), because a wrapped one would spoil the way back up.
void GangProgress::draw() {
    if (!screen_.is_terminal) return;
    std::string text = drawn_ ? fmt::format("\x1b[{}A", lines_.size()) : "";
    text += "\x1b[?7l";
    for (std::size_t i = 0; i < lines_.size(); ++i) text += fmt::format("\r\x1b[K{}{}\n", names_[i], lines_[i]);
    put(text + "\x1b[?7h");
    drawn_ = true;
}

// A terminal that is gone must not end a job that is writing boards.
void GangProgress::put(const std::string& text) {
    std::fputs(text.c_str(), screen_.out);
    std::fflush(screen_.out);
}

}  // namespace jig::app
