// SPDX-License-Identifier: Apache-2.0
// Any bytes as the answer of an ST-Link or of an stlink-server: no parser may read beyond them.
#include <cstdlib>

#include "wire/stlink/answers.hpp"
#include "wire/stlink/limits.hpp"
#include "wire/stlink/speed.hpp"
#include "wire/stlink/tcp_frames.hpp"
#include "wire/stlink/version.hpp"

namespace {

namespace stlink = jig::wire::stlink;

void require(bool holds) {
    if (!holds) std::abort();
}

void version_answers(jig::ByteView bytes) {
    for (const auto& version : {stlink::parse_version(bytes), stlink::parse_version_extended(bytes)}) {
        if (!version) continue;
        require(!stlink::to_string(*version).empty());
        require(stlink::transfer_bytes(*version, stlink::Width::word, stlink::tar_block_any, 0x080003FC, 4096) == 4);
    }
}

void probe_answers(jig::ByteView bytes) {
    if (const auto status = stlink::parse_status(bytes)) require(!status->text().empty());
    (void)stlink::parse_word(bytes).has_value();
    (void)stlink::parse_mode(bytes).has_value();
    (void)stlink::parse_voltage(bytes).has_value();
    (void)stlink::parse_last_status(bytes).has_value();
    if (const auto list = stlink::parse_frequencies(bytes)) {
        require(list->size() <= 10);
        (void)stlink::nearest_frequency(*list, 4000);
    }
}

void server_answers(jig::ByteView bytes) {
    (void)stlink::parse_tcp_version(bytes).has_value();
    (void)stlink::parse_tcp_count(bytes).has_value();
    (void)stlink::parse_tcp_open(bytes).has_value();
    if (const auto device = stlink::parse_tcp_device(bytes)) {
        for (const char c : device->serial) require(c > 0x20 && c < 0x7F);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const jig::ByteView bytes(data, size);
    version_answers(bytes);
    probe_answers(bytes);
    server_answers(bytes);
    return 0;
}
