// SPDX-License-Identifier: Apache-2.0
// What is known of the core's registers while one reads code from top to bottom without running it: constants, or
// nothing.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

namespace jig::inspect {

class KnownRegisters {
 public:
    using Value = std::optional<std::uint32_t>;
    static constexpr unsigned sp = 13;
    static constexpr unsigned lr = 14;
    static constexpr unsigned pc = 15;

    // SP and PC are never known: nothing follows from them.
    [[nodiscard]] Value get(unsigned number) const { return values_[number]; }
    void set(unsigned number, Value value) { values_[number] = number < sp ? value : std::nullopt; }
    void forget(unsigned number) { values_[number].reset(); }
    void forget_all() { values_ = {}; }
    // What a called function may change (AAPCS 6.1.1).
    void forget_after_call() {
        for (const unsigned number : {0u, 1u, 2u, 3u, 12u, lr}) forget(number);
    }

 private:
    std::array<Value, 16> values_{};
};

}  // namespace jig::inspect
