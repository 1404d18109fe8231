// SPDX-License-Identifier: Apache-2.0
// The curves that make the image as large as real firmware, written by generate_tables.py.
#pragma once

#include <stdint.h>

// Placed before and behind the record's page.
extern const uint32_t curves_low[];
extern const uint32_t curves_low_words;
extern const uint32_t curves_high[];
extern const uint32_t curves_high_words;
// What the CRC unit makes of both, low first.
extern const uint32_t curves_crc;
