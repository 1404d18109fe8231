// SPDX-License-Identifier: Apache-2.0
// Characters to pins and back.
#include "bench/remote_bitbang/remote_bitbang.hpp"

namespace jig::bench {

using namespace std::chrono_literals;

bool RemoteBitbang::receive(ByteView in, Bytes& out) {
    for (const std::uint8_t byte : in) {
        if (!take(static_cast<char>(byte), out)) return false;
    }
    wire_->settle();
    return true;
}

bool RemoteBitbang::take(char character, Bytes& out) {
    switch (character) {
        case '0':
        case '1':
        case '2':
        case '3':
        case '4':
        case '5':
        case '6':
        case '7': set_jtag(static_cast<unsigned>(character - '0')); break;
        case 'd':
        case 'e':
        case 'f':
        case 'g': set_swd(static_cast<unsigned>(character - 'd')); break;
        case 'r':
        case 's':
        case 't':
        case 'u': set_resets(static_cast<unsigned>(character - 'r')); break;
        case 'O': driving_ = true; break;
        case 'o': driving_ = false; break;
        case 'R': out.push_back(tdo_ ? '1' : '0'); break;
        case 'c': out.push_back((driving_ ? tms_ : wire_->sample_swdio()) ? '1' : '0'); break;
        case 'Z': sleep(1ms); break;
        case 'z': sleep(1us); break;
        case 'Q': wire_->settle(); return false;
        default: break;  // B and b blink a lamp; the protocol has no way to refuse a character
    }
    return true;
}

void RemoteBitbang::set_jtag(unsigned bits) {
    driving_ = true;
    tms_ = (bits & 2) != 0;
    tdi_ = (bits & 1) != 0;
    set_clock((bits & 4) != 0);
}

void RemoteBitbang::set_swd(unsigned bits) {
    tms_ = (bits & 1) != 0;
    set_clock((bits & 2) != 0);
}

void RemoteBitbang::set_clock(bool high) {
    if (high && !clock_) wire_->rising_edge(driving_ ? drive_of(tms_) : Drive::released, tdi_);
    if (!high && clock_) tdo_ = wire_->sample_tdo();
    clock_ = high;
}

void RemoteBitbang::set_resets(unsigned bits) {
    wire_->settle();
    wire_->set_njtrst((bits & 2) != 0);
    board_->set_nrst((bits & 1) != 0);
}

void RemoteBitbang::sleep(Duration duration) {
    wire_->settle();
    board_->sleep(duration);
}

}  // namespace jig::bench
