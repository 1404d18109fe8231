// SPDX-License-Identifier: Apache-2.0
#include "probe/gpio_swd/gpio_probe.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "probe/gpio_swd/bit_port.hpp"
#include "probe/mem_ap/debug_link.hpp"
#include "probe/mem_ap/memory.hpp"

namespace jig::probe::gpio_swd {
namespace {

// A line is moved by a call of the kernel, which takes a microsecond or so: waiting for less than this would only make
// a fast clock slow.
constexpr Duration shortest_wait = std::chrono::microseconds(5);
// Low SWDIO means nothing to a debug port, whatever state it is in.
constexpr unsigned measured_cycles = 32;

class GpioProbe final : public Probe {
 public:
    GpioProbe(std::unique_ptr<port::GpioLines> lines, Clock& clock, bool has_nrst, ProbeInfo info)
        : pins_(std::move(lines), clock),
          port_(pins_),
          link_(port_),
          memory_(link_),
          has_nrst_(has_nrst),
          info_(std::move(info)) {}
    ~GpioProbe() override { (void)disconnect().has_value(); }

    [[nodiscard]] const ProbeInfo& info() const override { return info_; }

    Result<double> target_volts() override {
        return fail(ErrorKind::unsupported, info_.address + " cannot measure the target's supply");
    }

    // Lines cannot be moved at a frequency, only held back from being moved too fast: what comes of it is measured.
    Result<std::uint32_t> set_speed_khz(std::uint32_t khz) override {
        const Duration half_period = std::chrono::nanoseconds(500'000 / std::max<std::uint32_t>(khz, 1));
        pins_.set_half_period(half_period < shortest_wait ? Duration{0} : half_period);
        TRY(pins_.write(0, 1));
        TRY(pins_.read(1));
        const Duration start = clock().now();
        TRY(pins_.write(0, measured_cycles - 1));
        TRY(pins_.read(1));
        const Duration period = std::max<Duration>((clock().now() - start) / measured_cycles, Duration{1});
        const auto measured = static_cast<std::uint32_t>(std::chrono::milliseconds(1) / period);
        return std::clamp<std::uint32_t>(measured, 1, khz);
    }

    // Without a line for it the board is one whose nRST is not wired.
    Result<void> set_nrst(bool low) override { return has_nrst_ ? pins_.set_nrst(low) : Result<void>{}; }

    Result<std::uint32_t> connect() override { return link_.connect(); }
    Result<void> disconnect() override { return set_nrst(false); }
    [[nodiscard]] MemoryAccess& memory() override { return memory_; }
    [[nodiscard]] Clock& clock() override { return pins_.clock(); }

 private:
    SwdPins pins_;
    BitPort port_;
    mem_ap::DebugLink link_;
    mem_ap::Memory memory_;
    bool has_nrst_;
    ProbeInfo info_;
};

std::unexpected<Error> wrong(std::string_view text) {
    return fail(ErrorKind::usage, fmt::format("'gpio:{}' does not name GPIO lines; write gpio:CHIP:SWCLK:SWDIO or "
                                              "gpio:CHIP:SWCLK:SWDIO:NRST, for example gpio:gpiochip0:11:25:24",
                                              text));
}

struct Address {
    std::string chip;
    std::vector<unsigned> offsets;  // SWCLK, SWDIO, nRST
};

Result<Address> parse(std::string_view text) {
    Address address;
    std::string_view rest = text;
    for (std::size_t colon = rest.rfind(':'); colon != std::string_view::npos; colon = rest.rfind(':')) {
        const Result<std::uint32_t> number = parse_number(rest.substr(colon + 1));
        if (!number || address.offsets.size() == 3) break;
        address.offsets.insert(address.offsets.begin(), *number);
        rest = rest.substr(0, colon);
    }
    address.chip = rest;
    std::vector<unsigned> sorted = address.offsets;
    std::ranges::sort(sorted);
    const bool repeats = std::ranges::adjacent_find(sorted) != sorted.end();
    if (address.chip.empty() || address.offsets.size() < 2 || repeats) return wrong(text);
    return address;
}

}  // namespace

Result<std::unique_ptr<Probe>> open(port::Ports& ports, std::string_view text) {
    TRY_ASSIGN(const Address address, parse(text));
    const bool has_nrst = address.offsets.size() > 2;
    std::vector<port::GpioLine> lines = {{address.offsets[swclk], port::LineUse::output},
                                         {address.offsets[swdio], port::LineUse::input_output}};
    if (has_nrst) lines.push_back({address.offsets[nrst], port::LineUse::open_drain});
    TRY_ASSIGN(auto opened, ports.open_gpio(address.chip, lines));
    ProbeInfo info{fmt::format("gpio:{}", text), "GPIO lines", {}, {}};
    return std::make_unique<GpioProbe>(std::move(opened), ports.clock(), has_nrst, std::move(info));
}

}  // namespace jig::probe::gpio_swd
