// SPDX-License-Identifier: Apache-2.0
// How a long job tells whoever watches where it is. Jobs report; only apps/ and station/ draw.
#pragma once

#include <cstdint>
#include <string_view>

namespace jig {

class Progress {
 public:
    virtual ~Progress() = default;
    // A named step of `total_bytes` begins ("backup", "erase", "program", "verify", …).
    virtual void begin(std::string_view step, std::uint64_t total_bytes) = 0;
    // `done_bytes` of the step's total are done.
    virtual void advance(std::uint64_t done_bytes) = 0;
    virtual void end() = 0;
    // One sentence worth showing that is not an error.
    virtual void note(std::string_view sentence) = 0;
};

class SilentProgress final : public Progress {
 public:
    void begin(std::string_view, std::uint64_t) override {}
    void advance(std::uint64_t) override {}
    void end() override {}
    void note(std::string_view) override {}
};

}  // namespace jig
