// SPDX-License-Identifier: Apache-2.0
// Option-byte assignments as typed: what is accepted leaves valid complements and can be explained.
#include <cstdlib>

#include "chip/option_text.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    for (const char* name : {"STM32F103C4", "STM32F103RC", "STM32F103ZG"}) {
        const jig::chip::Part& part = **jig::chip::find_part(name);
        jig::chip::OptionBytes bytes = jig::chip::OptionBytes::factory();
        const auto applied = jig::chip::apply_option(bytes, text, part);
        if (applied ? !bytes.valid() : bytes != jig::chip::OptionBytes::factory()) std::abort();
        if (jig::chip::explain_options(bytes, part).size() < 10) std::abort();
    }
    return 0;
}
