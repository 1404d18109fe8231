// SPDX-License-Identifier: Apache-2.0
#include "image/sha256.hpp"

#include <sodium/crypto_hash_sha256.h>

namespace jig::image {

Sha256 sha256(ByteView data) {
    Sha256 digest{};
    static_assert(digest.size() == crypto_hash_sha256_BYTES);
    crypto_hash_sha256(digest.data(), data.data(), data.size());
    return digest;
}

}  // namespace jig::image
