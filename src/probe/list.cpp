// SPDX-License-Identifier: Apache-2.0
#include "probe/list.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "probe/stlink/stlink_probe.hpp"
#include "probe/tcp_address.hpp"

namespace jig::probe {
namespace {

using ProbeResult = Result<std::unique_ptr<Probe>>;
using FoundList = std::vector<stlink::Found>;

// One line for each, as a person chooses from them.
std::string lines(const FoundList& found) {
    std::string text;
    for (const stlink::Found& each : found) {
        text += fmt::format("\n  {}  {}  serial {}", each.info.address, each.info.kind,
                            each.info.serial.empty() ? "unknown" : each.info.serial);
    }
    return text;
}

std::unexpected<Error> none() {
    return fail(ErrorKind::no_probe,
                "no ST-Link is plugged in; plug one in (on Linux with 60-jig.rules installed), or "
                "name one behind a server with -p stlink-tcp:HOST:PORT/N");
}

ProbeResult open_only(port::Ports& ports, std::string_view) {
    TRY_ASSIGN(const FoundList found, stlink::list_usb(ports));
    if (found.empty()) return none();
    if (found.size() > 1) {
        return fail(ErrorKind::usage,
                    fmt::format("{} probes are plugged in; choose one with -p:{}", found.size(), lines(found)));
    }
    return stlink::open_usb(ports, found.front());
}

// The one that `field` names; `what` is how a person calls that field.
template <typename Field>
ProbeResult open_by(port::Ports& ports, std::string_view what, std::string_view value, Field field) {
    TRY_ASSIGN(FoundList found, stlink::list_usb(ports));
    if (found.empty()) return none();
    FoundList fitting;
    std::ranges::copy_if(found, std::back_inserter(fitting), [&](const auto& each) { return field(each) == value; });
    if (fitting.empty()) {
        return fail(ErrorKind::no_probe,
                    fmt::format("no ST-Link has the {} '{}'; there are:{}", what, value, lines(found)));
    }
    if (fitting.size() > 1) {
        return fail(ErrorKind::usage, fmt::format("{} ST-Links have the {} '{}', as copies of ST-Links do; choose one "
                                                  "by its USB port with -p:{}",
                                                  fitting.size(), what, value, lines(fitting)));
    }
    return stlink::open_usb(ports, fitting.front());
}

ProbeResult open_serial(port::Ports& ports, std::string_view serial) {
    return open_by(ports, "serial", serial, [](const auto& each) { return std::string_view(each.info.serial); });
}

ProbeResult open_path(port::Ports& ports, std::string_view path) {
    return open_by(ports, "USB port", path, [](const auto& each) { return std::string_view(each.device.path); });
}

ProbeResult open_tcp(port::Ports& ports, std::string_view text) {
    TRY_ASSIGN(const TcpAddress address, parse_tcp_address(text));
    return stlink::open_tcp(ports, address.host, address.port, address.number);
}

// Every form an address has; the longest prefix of a kind first. A form that is `whole` has nothing behind it.
struct Form {
    std::string_view prefix;
    bool whole;
    ProbeResult (*open)(port::Ports& ports, std::string_view rest);
};
constexpr Form forms[] = {
    {"", true, open_only},         {"stlink", true, open_only},     {"stlink-tcp:", false, open_tcp},
    {"stlink@", false, open_path}, {"stlink:", false, open_serial},
};

}  // namespace

Result<std::vector<ProbeInfo>> list(port::Ports& ports) {
    TRY_ASSIGN(const FoundList found, stlink::list_usb(ports));
    std::vector<ProbeInfo> infos;
    for (const stlink::Found& each : found) infos.push_back(each.info);
    std::ranges::sort(infos, {}, &ProbeInfo::address);
    return infos;
}

ProbeResult open(port::Ports& ports, std::string_view address) {
    for (const Form& form : forms) {
        const bool fits = form.whole ? address == form.prefix : address.starts_with(form.prefix);
        if (fits) return form.open(ports, address.substr(form.prefix.size()));
    }
    return fail(ErrorKind::usage,
                fmt::format("'{}' is not the address of a probe; write stlink, stlink:SERIAL, stlink@USB-PORT-PATH or "
                            "stlink-tcp:HOST:PORT/N",
                            address));
}

}  // namespace jig::probe
