// SPDX-License-Identifier: Apache-2.0
#include "apps/jig/progress_line.hpp"

#include <fmt/format.h>

namespace jig::app {
namespace {

constexpr Duration redraw_interval = std::chrono::milliseconds(50);  // 20 Hz looks smooth and costs nothing
constexpr std::uint64_t bar_cells = 24;

double seconds(Duration duration) { return std::chrono::duration<double>(duration).count(); }

}  // namespace

std::string progress_text(std::string_view step, std::uint64_t done, std::uint64_t total, Duration elapsed) {
    const std::uint64_t filled = total == 0 ? 0 : std::min(done, total) * bar_cells / total;
    std::string text = fmt::format("  {:<8} [{:#<{}}{:-<{}}]", step, "", filled, "", bar_cells - filled);
    if (total > 0) text += fmt::format("  {:>4} / {} KB", done / 1024, total / 1024);
    const double elapsed_s = seconds(elapsed);
    if (done == 0 || elapsed_s <= 0.0) return text;
    const double rate = static_cast<double>(done) / elapsed_s;
    text += fmt::format("  {:.1f} KB/s", rate / 1024);
    if (done < total) text += fmt::format("  {:.0f} s left", static_cast<double>(total - done) / rate);
    return text;
}

ProgressLine::ProgressLine(const Screen& screen) : screen_(screen) {}

void ProgressLine::begin(std::string_view step, std::uint64_t total_bytes) {
    step_ = step;
    total_ = total_bytes;
    done_ = 0;
    began_ = screen_.clock->now();
    draw();
}

void ProgressLine::advance(std::uint64_t done_bytes) {
    done_ = done_bytes;
    if (screen_.clock->now() - drawn_ >= redraw_interval) draw();
}

void ProgressLine::end() { clear(); }

void ProgressLine::note(std::string_view sentence) {
    clear();
    put(fmt::format("  {}\n", sentence));
}

void ProgressLine::draw() {
    if (!screen_.is_terminal) return;
    drawn_ = screen_.clock->now();
    put("\r\x1b[K" + progress_text(step_, done_, total_, drawn_ - began_));
    visible_ = true;
}

void ProgressLine::clear() {
    if (!visible_) return;
    put("\r\x1b[K");
    visible_ = false;
}

// A terminal that is gone must not end a job that is writing a board.
void ProgressLine::put(const std::string& text) {
    std::fputs(text.c_str(), screen_.out);
    std::fflush(screen_.out);
}

}  // namespace jig::app
