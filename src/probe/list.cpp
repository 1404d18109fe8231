// SPDX-License-Identifier: Apache-2.0
#include "probe/list.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <optional>

#include "probe/cmsis_dap/cmsis_dap_probe.hpp"
#include "probe/gpio_swd/gpio_probe.hpp"
#include "probe/stlink/stlink_probe.hpp"
#include "probe/tcp_address.hpp"

namespace jig::probe {
namespace {

using ProbeResult = Result<std::unique_ptr<Probe>>;

// One probe on USB, with the driver that opens it.
struct Plugged {
    ProbeInfo info;
    std::string usb_path;
    std::function<ProbeResult()> open;
};
using PluggedList = std::vector<Plugged>;

template <typename Found>
void add(port::Ports& ports, const std::vector<Found>& found, ProbeResult (*open)(port::Ports&, const Found&),
         PluggedList& list) {
    for (const Found& each : found) {
        list.push_back({each.info, each.device.path, [&ports, each, open] { return open(ports, each); }});
    }
}

Result<PluggedList> stlinks(port::Ports& ports) {
    TRY_ASSIGN(const std::vector<stlink::Found> found, stlink::list_usb(ports));
    PluggedList list;
    add(ports, found, stlink::open_usb, list);
    return list;
}

Result<PluggedList> cmsis_daps(port::Ports& ports) {
    TRY_ASSIGN(const std::vector<cmsis_dap::Found> found, cmsis_dap::list_usb(ports));
    PluggedList list;
    add(ports, found, cmsis_dap::open_usb, list);
    return list;
}

Result<PluggedList> all(port::Ports& ports) {
    TRY_ASSIGN(PluggedList list, stlinks(ports));
    TRY_ASSIGN(const PluggedList more, cmsis_daps(ports));
    list.insert(list.end(), more.begin(), more.end());
    std::ranges::sort(list, {}, [](const Plugged& each) { return each.info.address; });
    return list;
}

// What an address chooses among.
struct Family {
    std::string_view name;  // "ST-Link"
    Result<PluggedList> (*list)(port::Ports& ports);
    std::string_view else_try;  // when none is plugged in
};
constexpr Family any_probe{"probe", all,
                           "plug an ST-Link or a CMSIS-DAP probe in (on Linux with 60-jig.rules installed), or name "
                           "one behind a server with -p stlink-tcp:HOST:PORT/N"};
constexpr Family any_stlink{"ST-Link", stlinks,
                            "plug one in (on Linux with 60-jig.rules installed), or name one behind a server with -p "
                            "stlink-tcp:HOST:PORT/N"};
constexpr Family any_cmsis_dap{"CMSIS-DAP probe", cmsis_daps, "plug one in (on Linux with 60-jig.rules installed)"};

// One line for each, as a person chooses from them.
std::string lines(const PluggedList& found) {
    std::string text;
    for (const Plugged& each : found) {
        text += fmt::format("\n  {}  {}  serial {}", each.info.address, each.info.kind,
                            each.info.serial.empty() ? "unknown" : each.info.serial);
    }
    return text;
}

std::unexpected<Error> none(const Family& family) {
    return fail(ErrorKind::no_probe, fmt::format("no {} is plugged in; {}", family.name, family.else_try));
}

Result<Plugged> choose_only(port::Ports& ports, const Family& family) {
    TRY_ASSIGN(const PluggedList found, family.list(ports));
    if (found.empty()) return none(family);
    if (found.size() > 1) {
        return fail(ErrorKind::usage, fmt::format("{} {}s are plugged in; choose one with -p:{}", found.size(),
                                                  family.name, lines(found)));
    }
    return found.front();
}

// The one that `field` names; `what` is how a person calls that field.
template <typename Field>
Result<Plugged> choose_by(port::Ports& ports, const Family& family, std::string_view what, std::string_view value,
                          Field field) {
    TRY_ASSIGN(const PluggedList found, family.list(ports));
    if (found.empty()) return none(family);
    PluggedList fitting;
    std::ranges::copy_if(found, std::back_inserter(fitting), [&](const auto& each) { return field(each) == value; });
    if (fitting.empty()) {
        return fail(ErrorKind::no_probe,
                    fmt::format("no {} has the {} '{}'; there are:{}", family.name, what, value, lines(found)));
    }
    if (fitting.size() > 1) {
        return fail(ErrorKind::usage, fmt::format("{} {}s have the {} '{}', as copies often do; choose one by its USB "
                                                  "port with -p:{}",
                                                  fitting.size(), family.name, what, value, lines(fitting)));
    }
    return fitting.front();
}

Result<Plugged> choose_serial(port::Ports& ports, const Family& family, std::string_view serial) {
    return choose_by(ports, family, "serial", serial,
                     [](const auto& each) { return std::string_view(each.info.serial); });
}

Result<Plugged> choose_path(port::Ports& ports, const Family& family, std::string_view path) {
    return choose_by(ports, family, "USB port", path, [](const auto& each) { return std::string_view(each.usb_path); });
}

// A family's own three forms: its prefix alone, with @USB-PORT-PATH, with :SERIAL. Nothing for another address.
std::optional<Result<Plugged>> choose_in(port::Ports& ports, const Family& family, std::string_view prefix,
                                         std::string_view address) {
    if (!address.starts_with(prefix)) return {};
    const std::string_view rest = address.substr(prefix.size());
    if (rest.empty()) return choose_only(ports, family);
    if (rest[0] == '@') return choose_path(ports, family, rest.substr(1));
    if (rest[0] == ':') return choose_serial(ports, family, rest.substr(1));
    return {};
}

// The probe on USB that an address means; nothing for an address of another kind.
std::optional<Result<Plugged>> choose_on_usb(port::Ports& ports, std::string_view address) {
    if (address.empty()) return choose_only(ports, any_probe);
    if (auto chosen = choose_in(ports, any_stlink, "stlink", address)) return chosen;
    return choose_in(ports, any_cmsis_dap, "cmsis-dap", address);
}

ProbeResult open_tcp(port::Ports& ports, std::string_view text) {
    TRY_ASSIGN(const TcpAddress address, parse_tcp_address(text));
    return stlink::open_tcp(ports, address.host, address.port, address.number);
}

constexpr std::string_view tcp_prefix = "stlink-tcp:";
constexpr std::string_view gpio_prefix = "gpio:";

}  // namespace

Result<std::vector<ProbeInfo>> list(port::Ports& ports) {
    TRY_ASSIGN(const PluggedList found, all(ports));
    std::vector<ProbeInfo> infos;
    for (const Plugged& each : found) infos.push_back(each.info);
    return infos;
}

ProbeResult open(port::Ports& ports, std::string_view address) {
    if (address.starts_with(tcp_prefix)) return open_tcp(ports, address.substr(tcp_prefix.size()));
    if (address.starts_with(gpio_prefix)) return gpio_swd::open(ports, address.substr(gpio_prefix.size()));
    if (const auto chosen = choose_on_usb(ports, address)) return *chosen ? (*chosen)->open() : fail(chosen->error());
    return fail(ErrorKind::usage,
                fmt::format("'{}' is not the address of a probe; write stlink, stlink:SERIAL, stlink@USB-PORT-PATH, "
                            "stlink-tcp:HOST:PORT/N, cmsis-dap, cmsis-dap:SERIAL, cmsis-dap@USB-PORT-PATH or "
                            "gpio:CHIP:SWCLK:SWDIO[:NRST]",
                            address));
}

Result<std::string> locate(port::Ports& ports, std::string_view address) {
    if (address.starts_with(tcp_prefix)) {
        TRY_ASSIGN(const TcpAddress tcp, parse_tcp_address(address.substr(tcp_prefix.size())));
        return fmt::format("{}{}:{}/{}", tcp_prefix, tcp.host, tcp.port, tcp.number.value_or(0));
    }
    const auto chosen = choose_on_usb(ports, address);
    if (!chosen) return std::string(address);
    TRY(*chosen);
    return (*chosen)->info.address;
}

}  // namespace jig::probe
