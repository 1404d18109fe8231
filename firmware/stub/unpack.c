/* SPDX-License-Identifier: Apache-2.0 */
/* The LZ4 block format: a token, literals, a distance of two bytes, a length; the last sequence has literals alone. */
#include "unpack.h"

#define LEAST_MATCH 4u
#define LONG_LENGTH 15u

typedef struct {
    const uint8_t *in, *end;
} Input;

/* A length of 15 goes on in bytes that are added, up to one below 255. Cut off at the end of the input. */
static uint32_t whole_length(Input *input, uint32_t length) {
    if (length != LONG_LENGTH) return length;
    uint8_t more = 0xFF;
    while (more == 0xFF && input->in < input->end) length += more = *input->in++;
    return length;
}

void copy_in(const uint8_t *in, uint32_t at, uint32_t length) {
    for (uint32_t i = 0; i < length; i++) window[(at + i) & (window_bytes - 1)] = in[i];
}

static void copy_match(uint32_t at, uint32_t distance, uint32_t length) {
    const uint32_t mask = window_bytes - 1;
    for (uint32_t i = 0; i < length; i++) window[(at + i) & mask] = window[(at + i - distance) & mask];
}

int unpack(const uint8_t *in, uint32_t length, uint32_t at, uint32_t wanted) {
    Input input = {in, in + length};
    const uint32_t end = at + wanted;
    while (input.in < input.end) {
        const uint8_t token = *input.in++;
        const uint32_t literals = whole_length(&input, token >> 4);
        if (literals > (uint32_t)(input.end - input.in) || literals > end - at) return 0;
        copy_in(input.in, at, literals);
        input.in += literals;
        at += literals;
        if (input.in == input.end) return at == end;
        if (input.end - input.in < 2) return 0;
        const uint32_t distance = input.in[0] | (uint32_t)input.in[1] << 8;
        input.in += 2;
        const uint32_t match = whole_length(&input, token & LONG_LENGTH) + LEAST_MATCH;
        if (distance == 0 || distance > window_bytes || match > end - at) return 0;
        copy_match(at, distance, match);
        at += match;
    }
    return 0;
}
