// SPDX-License-Identifier: Apache-2.0
// The one file that knows libgpiod: version 2 has another interface.
#include "port/linux/gpio.hpp"

#include <fmt/format.h>
#include <gpiod.h>

#include <cerrno>
#include <vector>

#include "port/linux/descriptor.hpp"

namespace jig::port {
namespace {

constexpr const char* consumer = "jig";

struct ChipCloser {
    void operator()(gpiod_chip* chip) const { gpiod_chip_close(chip); }  // releases its lines, too
};
using Chip = std::unique_ptr<gpiod_chip, ChipCloser>;

class LinuxGpioLines final : public GpioLines {
 public:
    LinuxGpioLines(Chip chip, std::string name) : chip_(std::move(chip)), name_(std::move(name)) {}

    Result<void> request(const GpioLine& wanted) {
        gpiod_line* line = gpiod_chip_get_line(chip_.get(), wanted.offset);
        if (line == nullptr) {
            return fail(ErrorKind::no_probe, fmt::format("{} has no line {}; it has {}", name_, wanted.offset,
                                                         gpiod_chip_num_lines(chip_.get())));
        }
        const int flags = wanted.use == LineUse::open_drain ? GPIOD_LINE_REQUEST_FLAG_OPEN_DRAIN : 0;
        if (gpiod_line_request_output_flags(line, consumer, flags, 1) != 0) {
            const ErrorKind kind = errno == EBUSY ? ErrorKind::link : ErrorKind::no_probe;
            return fail(kind, fmt::format("cannot use line {} of {}: {}; is it in use by another program, or a pin of "
                                          "another function?",
                                          wanted.offset, name_, errno_text(errno)));
        }
        lines_.push_back({line, false});
        return {};
    }

    Result<void> drive(std::size_t index, bool high) override {
        Line& line = lines_.at(index);
        const int failed = line.released ? gpiod_line_set_direction_output(line.line, high ? 1 : 0)
                                         : gpiod_line_set_value(line.line, high ? 1 : 0);
        if (failed != 0) return broken(line, "driven");
        line.released = false;
        return {};
    }

    Result<void> release(std::size_t index) override {
        Line& line = lines_.at(index);
        if (gpiod_line_set_direction_input(line.line) != 0) return broken(line, "let go");
        line.released = true;
        return {};
    }

    Result<bool> level(std::size_t index) override {
        const Line& line = lines_.at(index);
        const int value = gpiod_line_get_value(line.line);
        if (value < 0) return broken(line, "read");
        return value != 0;
    }

 private:
    struct Line {
        gpiod_line* line;
        bool released;
    };

    [[nodiscard]] std::unexpected<Error> broken(const Line& line, std::string_view what) const {
        return fail(ErrorKind::link, fmt::format("line {} of {} cannot be {}: {}", gpiod_line_offset(line.line), name_,
                                                 what, errno_text(errno)));
    }

    Chip chip_;
    std::string name_;
    std::vector<Line> lines_;
};

}  // namespace

Result<std::unique_ptr<GpioLines>> open_gpio_linux(const std::string& chip, std::span<const GpioLine> lines) {
    Chip opened(gpiod_chip_open_lookup(chip.c_str()));
    if (!opened) {
        return fail(ErrorKind::no_probe, fmt::format("cannot open GPIO chip '{}': {}; {}", chip, errno_text(errno),
                                                     errno == EACCES ? "join the group that owns it, often gpio"
                                                                     : "gpiodetect lists the chips there are"));
    }
    auto gpio = std::make_unique<LinuxGpioLines>(std::move(opened), chip);
    for (const GpioLine& line : lines) TRY(gpio->request(line));
    return gpio;
}

}  // namespace jig::port
