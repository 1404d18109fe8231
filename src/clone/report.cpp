// SPDX-License-Identifier: Apache-2.0
#include "clone/report.hpp"

namespace jig::clone {

std::string to_string(VerifyMode mode) {
    switch (mode) {
        case VerifyMode::read: return "read";
        case VerifyMode::crc: return "crc";
        case VerifyMode::both: return "both";
    }
    return "read";
}

std::string to_string(Outcome outcome) {
    switch (outcome) {
        case Outcome::pass: return "pass";
        case Outcome::fail: return "fail";
        case Outcome::error: return "error";
    }
    return "error";
}

}  // namespace jig::clone
