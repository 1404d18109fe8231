// SPDX-License-Identifier: Apache-2.0
// A USB cable that comes out after a number of payload bytes, once per power-on of the board.
#pragma once

#include <cstddef>
#include <cstdint>

namespace jig::bench {

class UsbCable {
 public:
    // Payload bytes both ways since power-on; negative: never.
    explicit UsbCable(std::int64_t unplug_at) : unplug_at_(unplug_at), unplug_due_(unplug_at >= 0) {}

    // How many of `wanted` payload bytes pass; fewer when the cable comes out among them.
    std::size_t let_pass(std::size_t wanted) {
        const std::int64_t before = payload_bytes_;
        payload_bytes_ += static_cast<std::int64_t>(wanted);
        if (!unplug_due_ || payload_bytes_ < unplug_at_) return wanted;
        unplug_due_ = false;
        unplugged_ = true;
        return static_cast<std::size_t>(unplug_at_ - before);
    }
    [[nodiscard]] bool unplugged() const { return unplugged_; }
    void plug_in() { unplugged_ = false; }
    void power_on() {
        payload_bytes_ = 0;
        unplug_due_ = unplug_at_ >= 0;
    }

 private:
    std::int64_t unplug_at_;
    bool unplug_due_;
    std::int64_t payload_bytes_ = 0;
    bool unplugged_ = false;
};

}  // namespace jig::bench
