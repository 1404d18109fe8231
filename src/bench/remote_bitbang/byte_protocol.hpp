// SPDX-License-Identifier: Apache-2.0
// A conversation with a probe in bytes: what came in, what goes out, and no I/O.
#pragma once

#include "base/bytes.hpp"

namespace jig::bench {

class ByteProtocol {
 public:
    virtual ~ByteProtocol() = default;
    // Takes `in`, appends what is answered to `out`. False: the client said goodbye; what it sent after that is lost.
    virtual bool receive(ByteView in, Bytes& out) = 0;
};

}  // namespace jig::bench
