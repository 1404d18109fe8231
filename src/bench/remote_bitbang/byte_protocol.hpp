// SPDX-License-Identifier: Apache-2.0
// A probe that is spoken to in bytes: what came in, what goes out, and no I/O.
#pragma once

#include "base/bytes.hpp"

namespace jig::bench {

class ByteProtocol {
 public:
    virtual ~ByteProtocol() = default;
    // A client has connected.
    virtual void connected() = 0;
    // Takes `in`, appends what is answered to `out`. False: the client said goodbye; what it sent after that is lost.
    virtual bool receive(ByteView in, Bytes& out) = 0;
};

}  // namespace jig::bench
