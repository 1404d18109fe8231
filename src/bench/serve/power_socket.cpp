// SPDX-License-Identifier: Apache-2.0
#include "bench/serve/power_socket.hpp"

namespace jig::bench {
namespace {

constexpr std::size_t longest_line = 16;

}  // namespace

std::filesystem::path power_socket_path(const std::filesystem::path& board_folder) { return board_folder / "power"; }

bool PowerSocket::receive(ByteView in, Bytes& out) {
    for (const std::uint8_t byte : in) {
        if (byte != '\n') {
            line_ += static_cast<char>(byte);
            if (line_.size() > longest_line) return false;
            continue;
        }
        const std::string_view reply = obey(line_) ? "ok\n" : "on or off\n";
        out.insert(out.end(), reply.begin(), reply.end());
        line_.clear();
    }
    return true;
}

bool PowerSocket::obey(const std::string& line) {
    if (line != "on" && line != "off") return false;
    board_->use([&](LiveBoard& live) { line == "on" ? live.power_on() : live.power_off(); });
    return true;
}

}  // namespace jig::bench
