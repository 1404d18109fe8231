// SPDX-License-Identifier: Apache-2.0
// The commands about the probe itself. CMSIS-DAP 2.1.2, "General Commands".
#include "bench/cmsis_dap/dap_status.hpp"
#include "bench/cmsis_dap/firmware.hpp"

namespace jig::bench {
namespace {

enum class InfoId : std::uint8_t {
    vendor = 0x01,
    product = 0x02,
    serial = 0x03,
    protocol_version = 0x04,
    capabilities = 0xF0,
    packet_count = 0xFE,
    packet_size = 0xFF,
};
constexpr const char* protocol_version = "2.1.2";
// SWD, JTAG, atomic commands; no trace, no test domain timer, no UART.
constexpr std::uint8_t capabilities = 0x01 | 0x02 | 0x10;

constexpr std::uint8_t default_port = 0;
constexpr std::uint8_t swd_port = 1;
constexpr std::uint8_t jtag_port = 2;

}  // namespace

void DapFirmware::info(PacketWriter& answer) {
    switch (static_cast<InfoId>(packet_.byte())) {
        case InfoId::vendor: return put_text(answer, names_.vendor);
        case InfoId::product: return put_text(answer, names_.product);
        case InfoId::serial: return put_text(answer, names_.serial);
        case InfoId::protocol_version: return put_text(answer, protocol_version);
        case InfoId::capabilities:
            answer.byte(2);
            answer.byte(capabilities);
            return answer.byte(0);
        case InfoId::packet_count: answer.byte(1); return answer.byte(packet_count);
        case InfoId::packet_size: answer.byte(2); return answer.half_word(packet_bytes);
    }
    answer.byte(0);  // nothing is known of that
}

// A string's length counts its terminator.
void DapFirmware::put_text(PacketWriter& answer, const std::string& text) {
    answer.byte(static_cast<std::uint8_t>(text.size() + 1));
    for (const char c : text) answer.byte(static_cast<std::uint8_t>(c));
    answer.byte(0);
}

void DapFirmware::host_status(PacketWriter& answer) {
    const std::uint8_t lamp = packet_.byte();
    packet_.byte();
    answer.byte(lamp <= 1 ? dap_status::ok : dap_status::error);
}

void DapFirmware::connect(PacketWriter& answer) {
    std::uint8_t port = packet_.byte();
    if (port == default_port) port = swd_port;
    const bool known = port == swd_port || port == jtag_port;
    if (known) {
        transport_ = port == swd_port ? DapTransport::swd : DapTransport::jtag;
        release_pins();
    }
    answer.byte(known ? port : 0);
}

void DapFirmware::disconnect(PacketWriter& answer) {
    transport_ = DapTransport::none;
    release_pins();
    answer.byte(dap_status::ok);
}

void DapFirmware::delay(PacketWriter& answer) {
    pause_ = std::chrono::microseconds(packet_.half_word());
    answer.byte(dap_status::ok);
}

// No sequence for a particular device is built in.
void DapFirmware::reset_target(PacketWriter& answer) {
    answer.byte(dap_status::ok);
    answer.byte(0);
}

void DapFirmware::release_pins() {
    pins_ = {};
    wire_->set_njtrst(false);
    hardware_->set_nrst(false);
    jtag_.forget_instruction();
}

}  // namespace jig::bench
