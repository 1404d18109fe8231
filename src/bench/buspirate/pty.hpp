// SPDX-License-Identifier: Apache-2.0
// A pseudo-terminal that a program opens like a serial port, under a name of our choice.
#pragma once

#include <filesystem>

#include "base/result.hpp"

namespace jig::bench {

class Pty {
 public:
    // A raw pty with `link` pointing at it; a symlink that is already there is replaced, anything else is not.
    // Errors: internal (no pty to be had, the link cannot be made).
    static Result<Pty> open(const std::filesystem::path& link);
    // Takes the link away.
    ~Pty();
    Pty(Pty&& other) noexcept;
    Pty& operator=(Pty&& other) noexcept;

    // What is read and written here, without blocking, is the other end of what the client sees.
    [[nodiscard]] int master() const { return master_; }

 private:
    Pty(int master, int slave, std::filesystem::path link);

    int master_ = -1;
    int slave_ = -1;  // held open: without it reads fail whenever no client is there
    std::filesystem::path link_;
};

}  // namespace jig::bench
