// SPDX-License-Identifier: Apache-2.0
#include "probe/stlink/tcp_transport.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "wire/stlink/limits.hpp"

namespace jig::probe::stlink {
namespace {

namespace wst = wire::stlink;

constexpr Duration connect_timeout = std::chrono::seconds(3);
// The index of a device is one byte.
constexpr std::uint32_t most_devices = 255;

Result<Bytes> exchange(port::TcpStream& stream, ByteView request, std::size_t answer_bytes) {
    TRY(stream.write(request, transfer_timeout));
    Bytes answer(answer_bytes);
    TRY(stream.read(answer, transfer_timeout));
    return answer;
}

class TcpTransport final : public Transport {
 public:
    TcpTransport(std::unique_ptr<port::TcpStream> stream, std::uint32_t connection, std::uint32_t most)
        : stream_(std::move(stream)), connection_(connection), most_(most) {}
    ~TcpTransport() override {
        (void)exchange(*stream_, wst::tcp_close(connection_), wst::tcp_status_bytes).has_value();
    }

    Result<void> write(const Command& command, ByteView data) override {
        TRY_ASSIGN(const Bytes answer,
                   exchange(*stream_, wst::tcp_write(connection_, command, data), wst::tcp_status_bytes));
        return wst::check_tcp_status(answer);
    }

    // A server that refuses sends the status alone, so that the data is only read after it.
    Result<void> read(const Command& command, MutableByteView answer) override {
        const auto length = static_cast<std::uint32_t>(answer.size());
        TRY_ASSIGN(const Bytes status,
                   exchange(*stream_, wst::tcp_read(connection_, command, length), wst::tcp_status_bytes));
        TRY(wst::check_tcp_status(status));
        return stream_->read(answer, transfer_timeout);
    }

    Result<void> restart() override {
        return fail(ErrorKind::unsupported,
                    "stlink-server cannot reset its ST-Link; unplug it from the server and plug it in again");
    }

    [[nodiscard]] std::uint32_t most_bytes() const override { return most_; }

 private:
    std::unique_ptr<port::TcpStream> stream_;
    std::uint32_t connection_;
    std::uint32_t most_;
};

}  // namespace

TcpServer::TcpServer(std::unique_ptr<port::TcpStream> stream, std::uint32_t api)
    : stream_(std::move(stream)), api_(api) {}

Result<Bytes> TcpServer::ask(ByteView request, std::size_t answer_bytes) {
    return exchange(*stream_, request, answer_bytes);
}

Result<TcpServer> TcpServer::connect(port::Ports& ports, const std::string& host, std::uint16_t port) {
    TRY_ASSIGN(auto stream, ports.connect_tcp(host, port, connect_timeout));
    TcpServer server(std::move(stream), 0);
    TRY_ASSIGN(const Bytes version, in_context(server.ask(wst::tcp_get_server_version(), wst::tcp_version_bytes),
                                               fmt::format("{}:{} does not answer like an stlink-server", host, port)));
    TRY_ASSIGN(const wst::TcpServerVersion parsed, wst::parse_tcp_version(version));
    server.api_ = parsed.api;
    return server;
}

Result<std::vector<wst::TcpDevice>> TcpServer::list() {
    TRY_ASSIGN(const Bytes refreshed, ask(wst::tcp_refresh_devices(), wst::tcp_status_bytes));
    TRY(wst::check_tcp_status(refreshed));
    TRY_ASSIGN(const Bytes counted, ask(wst::tcp_get_device_count(), wst::tcp_count_bytes));
    TRY_ASSIGN(const std::uint32_t count, wst::parse_tcp_count(counted));
    std::vector<wst::TcpDevice> devices;
    for (std::uint32_t i = 0; i < std::min(count, most_devices); ++i) {
        TRY_ASSIGN(const Bytes answer, ask(wst::tcp_get_device(static_cast<std::uint8_t>(i)), wst::tcp_device_bytes));
        TRY_ASSIGN(wst::TcpDevice device, wst::parse_tcp_device(answer));
        devices.push_back(std::move(device));
    }
    return devices;
}

Result<std::unique_ptr<Transport>> TcpServer::open(const wst::TcpDevice& device) && {
    TRY_ASSIGN(const Bytes opened, ask(wst::tcp_open(device.id), wst::tcp_open_bytes));
    TRY_ASSIGN(const std::uint32_t connection, wst::parse_tcp_open(opened));
    const std::uint32_t most = api_ < 2 ? wst::tcp_most_bytes_api1 : wst::most_bytes;
    return std::make_unique<TcpTransport>(std::move(stream_), connection, most);
}

}  // namespace jig::probe::stlink
