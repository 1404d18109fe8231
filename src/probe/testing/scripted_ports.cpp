// SPDX-License-Identifier: Apache-2.0
#include "probe/testing/scripted_ports.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

namespace jig::probe::testing {
namespace {

constexpr std::size_t command_bytes = 16;

class ScriptedUsb final : public port::UsbDevice {
 public:
    explicit ScriptedUsb(std::shared_ptr<Script> script) : script_(std::move(script)) {}
    Result<void> write(std::uint8_t, ByteView data, Duration) override {
        script_->write(data);
        return {};
    }
    Result<std::size_t> read(std::uint8_t, MutableByteView out, Duration) override { return script_->read(out); }
    Result<void> reset() override {
        script_->reset();
        return {};
    }

 private:
    std::shared_ptr<Script> script_;
};

// The server's end of a TCP stream: every frame is one line.
class ScriptedTcp final : public port::TcpStream {
 public:
    explicit ScriptedTcp(std::shared_ptr<Script> script) : script_(std::move(script)) {}
    Result<void> write(ByteView data, Duration) override {
        script_->write(data);
        pending_.clear();
        return {};
    }
    Result<void> read(MutableByteView out, Duration) override {
        if (pending_.empty()) {
            pending_.resize(most);
            TRY_ASSIGN(const std::size_t count, script_->read(pending_));
            pending_.resize(count);
        }
        if (pending_.size() < out.size()) return fail(ErrorKind::timeout, "scripted server sent too little");
        std::copy_n(pending_.begin(), out.size(), out.begin());
        pending_.erase(pending_.begin(), pending_.begin() + static_cast<std::ptrdiff_t>(out.size()));
        return {};
    }

 private:
    static constexpr std::size_t most = 10240;
    std::shared_ptr<Script> script_;
    Bytes pending_;
};

}  // namespace

Script::Script(std::string_view text) {
    std::istringstream lines{std::string(text)};
    for (std::string line; std::getline(lines, line);) add(line);
}

void Script::add(std::string_view line) {
    std::istringstream words{std::string(line)};
    std::string first, arrow, second;
    words >> first >> arrow >> second;
    if (first.empty()) return;
    Step step{std::string(line), {}, {}, {}};
    if (first != "reset" && first != "read") {
        step.out = from_hex(first).value();
        step.out.resize(std::max(step.out.size(), command_bytes));
    }
    if (arrow == "->") step.in = from_hex(second).value();
    if (arrow == "!") step.error = second;
    steps_.push_back(std::move(step));
    if (arrow == "<-") steps_.push_back({std::string(line) + " (data)", from_hex(second).value(), {}, {}});
}

void Script::drop_if_finished() {
    if (steps_.front().out.empty() && steps_.front().in.empty() && steps_.front().error.empty()) steps_.pop_front();
}

void Script::write(ByteView data) {
    if (steps_.empty()) {
        ADD_FAILURE() << "nothing more was expected, sent: " << to_hex(data);
        return;
    }
    // Frames of a server are not padded.
    Bytes expected = steps_.front().out;
    if (data.size() < command_bytes && expected.size() == command_bytes) expected.resize(data.size());
    EXPECT_EQ(to_hex(data), to_hex(expected)) << "instead of the line: " << steps_.front().line;
    steps_.front().out.clear();
    drop_if_finished();
}

Result<std::size_t> Script::read(MutableByteView out) {
    if (steps_.empty() || !steps_.front().out.empty()) {
        ADD_FAILURE() << "an answer of " << out.size() << " bytes was asked for where the script has none";
        return fail(ErrorKind::timeout, "no answer in the script");
    }
    const Step step = std::move(steps_.front());
    steps_.pop_front();
    if (step.error == "timeout") return fail(ErrorKind::timeout, "no answer");
    if (step.error == "link") return fail(ErrorKind::link, "USB device 1-2 was unplugged");
    const std::size_t count = std::min(out.size(), step.in.size());
    std::copy_n(step.in.begin(), count, out.begin());
    return count;
}

void Script::reset() {
    if (steps_.empty() || steps_.front().line.find("reset") == std::string::npos) {
        ADD_FAILURE() << "a USB reset where the script has none";
        return;
    }
    steps_.pop_front();
}

std::vector<std::string> Script::left() const {
    std::vector<std::string> lines;
    for (const Step& step : steps_) lines.push_back(step.line);
    return lines;
}

ScriptedPorts::ScriptedPorts(std::string_view script, std::uint16_t product)
    : ScriptedPorts(script, {{0x0483, product, "1-2", "57FF72067265575742132067", "STM32 STLink"}}) {}

ScriptedPorts::ScriptedPorts(std::string_view script, std::vector<port::UsbDeviceInfo> devices)
    : devices_(std::move(devices)), script_(std::make_shared<Script>(script)) {}

ScriptedPorts::~ScriptedPorts() { EXPECT_EQ(script_->left(), std::vector<std::string>{}); }

Result<std::unique_ptr<port::UsbDevice>> ScriptedPorts::open_usb(const port::UsbDeviceInfo& device, int) {
    opened_.push_back(device.path);
    return std::make_unique<ScriptedUsb>(script_);
}

Result<std::unique_ptr<port::TcpStream>> ScriptedPorts::connect_tcp(const std::string& host, std::uint16_t port,
                                                                    Duration) {
    opened_.push_back(host + ":" + std::to_string(port));
    return std::make_unique<ScriptedTcp>(script_);
}

Result<std::unique_ptr<port::SerialPort>> ScriptedPorts::open_serial(const std::string& path) {
    return fail(ErrorKind::no_probe, "cannot open " + path);
}

Result<std::unique_ptr<port::GpioLines>> ScriptedPorts::open_gpio(const std::string& chip,
                                                                  std::span<const port::GpioLine>) {
    opened_.push_back(chip);
    return fail(ErrorKind::no_probe, "cannot open GPIO chip '" + chip + "'");
}

}  // namespace jig::probe::testing
