// SPDX-License-Identifier: Apache-2.0
#include "probe/cmsis_dap/cmsis_dap_probe.hpp"

#include <fmt/format.h>

#include "probe/cmsis_dap/packet_port.hpp"
#include "probe/cmsis_dap/session.hpp"
#include "probe/mem_ap/debug_link.hpp"
#include "probe/mem_ap/memory.hpp"
#include "wire/cmsis_dap/answers.hpp"

namespace jig::probe::cmsis_dap {
namespace {

namespace wcd = wire::cmsis_dap;

// 3 ms at 4 MHz; what takes longer is waited for by the host.
constexpr std::uint16_t wait_retries = 1000;
constexpr std::uint8_t idle_cycles = 0;

class CmsisDapProbe final : public Probe {
 public:
    CmsisDapProbe(std::unique_ptr<Session> session, ProbeInfo info)
        : session_(std::move(session)), port_(*session_), link_(port_), memory_(link_), info_(std::move(info)) {
        info_.firmware = session_->firmware();
    }
    ~CmsisDapProbe() override {
        if (busy_) (void)disconnect().has_value();
    }

    [[nodiscard]] const ProbeInfo& info() const override { return info_; }

    Result<double> target_volts() override {
        return fail(ErrorKind::unsupported, info_.address + " cannot measure the target's supply");
    }

    // The probe does not say which clock it made of it; none is faster than what was asked for.
    Result<std::uint32_t> set_speed_khz(std::uint32_t khz) override {
        TRY(session_->require(wcd::Command::swj_clock, wcd::swj_clock(khz * 1000)));
        return khz;
    }

    Result<void> set_nrst(bool low) override {
        TRY(select_swd());
        TRY_ASSIGN(const ByteView answer, session_->ask(wcd::swj_pins(low ? 0 : wcd::pin_nreset, wcd::pin_nreset)));
        TRY(wcd::parse_pins(answer));
        return {};
    }

    Result<std::uint32_t> connect() override {
        TRY(select_swd());
        return link_.connect();
    }

    Result<void> disconnect() override {
        if (busy_) TRY(set_nrst(false));
        busy_ = false;
        return session_->require(wcd::Command::disconnect, wcd::disconnect());
    }

    [[nodiscard]] MemoryAccess& memory() override { return memory_; }
    [[nodiscard]] Clock& clock() override { return session_->clock(); }

 private:
    // The probe drives its pins from here on.
    Result<void> select_swd() {
        if (busy_) return {};
        TRY_ASSIGN(const ByteView answer, session_->ask(wcd::connect_swd()));
        TRY(wcd::parse_connect(answer));
        busy_ = true;
        TRY(session_->require(wcd::Command::swd_configure, wcd::swd_configure()));
        return session_->require(wcd::Command::transfer_configure, wcd::transfer_configure(idle_cycles, wait_retries));
    }

    std::unique_ptr<Session> session_;
    PacketPort port_;
    mem_ap::DebugLink link_;
    mem_ap::Memory memory_;
    ProbeInfo info_;
    bool busy_ = false;  // something of ours to undo
};

}  // namespace

Result<std::vector<Found>> list_usb(port::Ports& ports) {
    TRY_ASSIGN(const std::vector<port::UsbDeviceInfo> devices, ports.list_usb());
    std::vector<Found> found;
    for (const port::UsbDeviceInfo& device : devices) {
        const std::optional<Interface> interface = find_interface(device);
        if (!interface) continue;
        const std::string kind = interface->is_hid ? "CMSIS-DAP v1" : "CMSIS-DAP v2";
        found.push_back({device, *interface, {"cmsis-dap@" + device.path, kind, device.serial, {}}});
    }
    return found;
}

Result<std::unique_ptr<Probe>> open_usb(port::Ports& ports, const Found& found) {
    TRY_ASSIGN(auto transport, open_transport(ports, found.device, found.interface));
    TRY_ASSIGN(auto session, in_context(Session::open(std::move(transport), ports.clock()), found.info.address));
    return std::make_unique<CmsisDapProbe>(std::move(session), found.info);
}

}  // namespace jig::probe::cmsis_dap
