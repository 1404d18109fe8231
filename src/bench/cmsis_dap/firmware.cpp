// SPDX-License-Identifier: Apache-2.0
#include "bench/cmsis_dap/firmware.hpp"

#include <algorithm>
#include <utility>

namespace jig::bench {
namespace {

constexpr std::uint8_t transfer_abort = 0x07;
constexpr std::uint8_t queue_commands = 0x7E;
constexpr std::uint8_t execute_commands = 0x7F;
constexpr std::uint8_t not_implemented = 0xFF;

// How long a wait may keep the firmware from seeing that the host has come back.
constexpr machine::Picoseconds longest_stretch = std::chrono::microseconds(100);

}  // namespace

DapFirmware::DapFirmware(DapNames names, SwjPort& wire, WireClock& clock, ProbeHardware& hardware)
    : names_(std::move(names)), wire_(&wire), clock_(&clock), hardware_(&hardware), swd_(wire), jtag_(wire) {}

const DapFirmware::Command* DapFirmware::find_command(std::uint8_t id) {
    using D = DapFirmware;
    static constexpr Command commands[] = {
        {0x00, &D::info},           {0x01, &D::host_status},        {0x02, &D::connect},
        {0x03, &D::disconnect},     {0x04, &D::transfer_configure}, {0x05, &D::transfer},
        {0x06, &D::transfer_block}, {0x08, &D::write_abort},        {0x09, &D::delay},
        {0x0A, &D::reset_target},   {0x10, &D::swj_pins},           {0x11, &D::swj_clock},
        {0x12, &D::swj_sequence},   {0x13, &D::swd_configure},      {0x14, &D::jtag_sequence},
        {0x15, &D::jtag_configure}, {0x16, &D::jtag_idcode},        {0x1D, &D::swd_sequence},
    };
    const auto* found = std::ranges::find(commands, id, &Command::id);
    return found == std::end(commands) ? nullptr : found;
}

void DapFirmware::receive(ByteView packet) {
    if (!packet.empty() && packet[0] == transfer_abort) {
        if (run_) run_->abort();
        return;
    }
    requests_.emplace_back(packet.begin(), packet.end());
}

bool DapFirmware::busy() const { return working_ || (begins_run() && answers_.size() < packet_count); }

// Packets that begin with DAP_QueueCommands wait for one that does not.
bool DapFirmware::begins_run() const {
    return std::ranges::any_of(requests_, [](const Bytes& each) { return each.empty() || each[0] != queue_commands; });
}

bool DapFirmware::step() {
    if (!busy()) return false;
    if (!working_) begin_packet();
    if (pause_ != machine::Picoseconds{0}) {
        go_on_waiting();
    } else if (run_) {
        if (!run_->step(*this)) {
            run_->answer(answer_);
            run_.reset();
        }
        wire_->settle();
    } else if (commands_left_ != 0) {
        run_command();
        wire_->settle();
    } else {
        finish_packet();
    }
    return true;
}

void DapFirmware::begin_packet() {
    working_ = true;
    ++commands_;
    packet_ = PacketReader(requests_.front());
    answer_ = PacketWriter(packet_bytes);
    commands_left_ = 1;
    clock_->set_hz(clock_hz_);
    const Bytes& packet = requests_.front();
    if (packet.empty() || (packet[0] != queue_commands && packet[0] != execute_commands)) return;
    packet_.byte();
    commands_left_ = packet_.byte();
    answer_.byte(execute_commands);
    answer_.byte(static_cast<std::uint8_t>(commands_left_));
}

void DapFirmware::run_command() {
    --commands_left_;
    const std::uint8_t id = packet_.byte();
    const Command* command = find_command(id);
    answer_.byte(command == nullptr ? not_implemented : id);
    if (command != nullptr) (this->*command->run)(answer_);
}

void DapFirmware::finish_packet() {
    answers_.push_back(answer_.bytes());
    requests_.pop_front();
    working_ = false;
}

void DapFirmware::go_on_waiting() {
    const machine::Picoseconds stretch = std::min(pause_, longest_stretch);
    pause_ -= stretch;
    hardware_->time().advance(stretch);
}

std::uint8_t DapFirmware::access(const DapRequest& request, std::uint32_t& value) {
    return transport_ == DapTransport::jtag ? jtag_.transfer(request, value) : swd_.transfer(request, value);
}

Bytes DapFirmware::take_answer() {
    Bytes answer = std::move(answers_.front());
    answers_.pop_front();
    return answer;
}

void DapFirmware::plug_in() {
    requests_.clear();
    answers_.clear();
    working_ = false;
    run_.reset();
    pause_ = machine::Picoseconds{0};
    commands_left_ = 0;
    transport_ = DapTransport::none;
    settings_ = {};
    clock_hz_ = dap_clock_hz(dap_default_hz);
    swd_ = SwdDriver(*wire_);
    jtag_ = JtagDriver(*wire_);
    release_pins();
}

}  // namespace jig::bench
