// SPDX-License-Identifier: Apache-2.0
// SHA-256, FIPS 180-4, of flash that is a multiple of 64 bytes long, followed by a key of 8 words.
#pragma once

#include <stdint.h>

void sha256_of(uint32_t start, uint32_t end, const uint32_t key[8], uint32_t digest[8]);
