// SPDX-License-Identifier: Apache-2.0
// Any bytes as one or two dumps, any query: whatever is reported holds in all dumps.
#include <cstdlib>

#include "inspect/checksum/check.hpp"
#include "inspect/checksum/find.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace jig::inspect;
    constexpr std::size_t header = 4;
    constexpr std::size_t most = 4096;  // every input is searched for every model
    if (size < header || size > most) return 0;
    const jig::ByteView image(data + header, size - header);
    ChecksumQuery query;
    query.step = data[0] & 7;
    query.page_bytes = 4U * data[1];
    query.base = 0x08000000 + (data[2] & 0xfcU);
    const bool has_two = (data[0] & 8) != 0;
    query.dumps.push_back(has_two ? image.first(image.size() / 2) : image);
    if (has_two) query.dumps.push_back(image.subspan(image.size() - image.size() / 2));
    for (std::size_t i = 0; i < (data[3] & 15); ++i) query.references.push_back(query.base + 4U * data[i % size]);
    const auto matches = find_checksums(query);
    if (!matches) return 0;
    if (matches->size() > most_matches) std::abort();
    for (const ChecksumMatch& match : *matches) {
        for (const jig::ByteView dump : query.dumps) {
            if (!check_checksum(dump, query.base, match.place).holds) std::abort();
        }
    }
    return 0;
}
