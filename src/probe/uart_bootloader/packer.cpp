// SPDX-License-Identifier: Apache-2.0
#include "probe/uart_bootloader/packer.hpp"

#include <lz4hc.h>

#include <algorithm>
#include <memory>

namespace jig::probe::uart_bootloader {
namespace {

struct FreeStream {
    void operator()(LZ4_streamHC_t* stream) const { LZ4_freeStreamHC(stream); }
};

const char* chars(ByteView bytes) { return reinterpret_cast<const char*>(bytes.data()); }

}  // namespace

Packer::Block Packer::pack(ByteView plain) {
    const std::size_t reach = window_bytes_ - plain.size();
    if (history_.size() > reach) history_.erase(history_.begin(), history_.end() - static_cast<std::ptrdiff_t>(reach));
    const std::unique_ptr<LZ4_streamHC_t, FreeStream> stream(LZ4_createStreamHC());
    Block block{true, Bytes(plain.size())};
    int size = 0;
    if (stream) {
        LZ4_resetStreamHC_fast(stream.get(), LZ4HC_CLEVEL_MAX);
        LZ4_loadDictHC(stream.get(), chars(history_), static_cast<int>(history_.size()));
        size = LZ4_compress_HC_continue(stream.get(), chars(plain), reinterpret_cast<char*>(block.bytes.data()),
                                        static_cast<int>(plain.size()), static_cast<int>(block.bytes.size()));
    }
    if (size > 0)
        block.bytes.resize(static_cast<std::size_t>(size));
    else
        block = {false, Bytes(plain.begin(), plain.end())};
    history_.insert(history_.end(), plain.begin(), plain.end());
    return block;
}

}  // namespace jig::probe::uart_bootloader
