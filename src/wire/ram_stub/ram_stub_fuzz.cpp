// SPDX-License-Identifier: Apache-2.0
// Any bytes on the line: no frame is found that was not one, and a frame of any content is found.
#include <cstdlib>

#include "wire/ram_stub/frame.hpp"
#include "wire/ram_stub/request.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace jig::wire::ram_stub;
    const jig::ByteView bytes(data, size);
    Deframer deframer;
    deframer.feed(bytes);
    while (const auto content = deframer.next()) {
        const auto answer = parse_answer(*content);
        if (answer) (void)outcome_of(*answer).has_value();
        if (answer) (void)parse_greeting(answer->content).has_value();
    }
    Deframer fresh;
    fresh.feed(frame(bytes));
    const auto back = fresh.next();
    if (!back || !std::equal(back->begin(), back->end(), bytes.begin(), bytes.end())) std::abort();
    return 0;
}
