// SPDX-License-Identifier: Apache-2.0
// The two-key lock in front of FLASH_CR and in front of the option bytes (PM0075 2.3.1, 2.3.2, 2.4.3).
#pragma once

#include <cstdint>

namespace jig::machine {

class KeyLock {
 public:
    static constexpr std::uint32_t key1 = 0x45670123;
    static constexpr std::uint32_t key2 = 0xCDEF89AB;

    [[nodiscard]] bool open() const { return state_ == State::open; }
    void close() {
        if (state_ != State::jammed) state_ = State::closed;
    }
    void reset() { *this = KeyLock{}; }

    // One write to the key register. False: a wrong key or one out of turn; the write gets a bus error and nothing
    // opens the lock before the next reset. An open lock goes through the sequence again and stays open.
    [[nodiscard]] bool turn(std::uint32_t key) {
        if (state_ == State::jammed) return false;
        if (key != (first_key_given_ ? key2 : key1)) {
            state_ = State::jammed;
            return false;
        }
        if (first_key_given_) state_ = State::open;
        first_key_given_ = !first_key_given_;
        return true;
    }

 private:
    enum class State : std::uint8_t { closed, open, jammed };
    State state_ = State::closed;
    bool first_key_given_ = false;
};

}  // namespace jig::machine
