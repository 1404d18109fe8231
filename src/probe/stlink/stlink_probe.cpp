// SPDX-License-Identifier: Apache-2.0
#include "probe/stlink/stlink_probe.hpp"

#include "probe/stlink/memory.hpp"
#include "probe/stlink/session.hpp"

namespace jig::probe::stlink {
namespace {

class StlinkProbe final : public Probe {
 public:
    StlinkProbe(std::unique_ptr<Session> session, ProbeInfo info)
        : session_(std::move(session)), info_(std::move(info)), memory_(*session_) {
        info_.firmware = wire::stlink::to_string(session_->version());
    }
    ~StlinkProbe() override {
        if (busy_) (void)disconnect().has_value();
    }

    [[nodiscard]] const ProbeInfo& info() const override { return info_; }

    Result<double> target_volts() override {
        TRY_ASSIGN(const std::optional<double> volts, session_->volts());
        if (volts) return *volts;
        return fail(ErrorKind::unsupported, info_.address + " cannot measure the target's supply");
    }

    Result<std::uint32_t> set_speed_khz(std::uint32_t khz) override { return session_->set_speed_khz(khz); }

    Result<void> set_nrst(bool low) override {
        busy_ = true;
        return session_->set_nrst(low);
    }

    Result<std::uint32_t> connect() override {
        busy_ = true;
        return session_->enter();
    }

    Result<void> disconnect() override {
        busy_ = false;
        TRY(session_->set_nrst(false));
        return session_->leave();
    }

    [[nodiscard]] MemoryAccess& memory() override { return memory_; }
    [[nodiscard]] Clock& clock() override { return session_->clock(); }

 private:
    std::unique_ptr<Session> session_;
    ProbeInfo info_;
    Memory memory_;
    bool busy_ = false;  // something of ours to undo
};

}  // namespace

Result<std::unique_ptr<Probe>> open(std::unique_ptr<Transport> transport, Clock& clock, ProbeInfo info) {
    TRY_ASSIGN(auto session, in_context(Session::open(std::move(transport), clock), info.address));
    return std::make_unique<StlinkProbe>(std::move(session), std::move(info));
}

}  // namespace jig::probe::stlink
