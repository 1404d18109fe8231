// SPDX-License-Identifier: Apache-2.0
// The work of the core's benchmark: a linked list sorted and searched, a matrix product, a state machine over text and
// a CRC over all of it, with SysTick counting. It runs for ever; the benchmark stops it by cycles.
#include <stdint.h>

#define NODES 64
#define SIDE 10

struct node {
    struct node* next;
    int16_t value;
    int16_t index;
};

static struct node nodes[NODES];
static int16_t left[SIDE][SIDE], right[SIDE][SIDE];
static int32_t product[SIDE][SIDE];
volatile uint32_t ticks;
volatile uint32_t rounds;
volatile uint32_t digest;

static uint16_t crc16(uint32_t value, uint16_t crc) {
    for (int bit = 0; bit < 32; ++bit) {
        const uint16_t carry = (crc ^ value) & 1;
        value >>= 1;
        crc >>= 1;
        if (carry) crc ^= 0xA001;
    }
    return crc;
}

static struct node* merge(struct node* a, struct node* b) {
    struct node head;
    struct node* tail = &head;
    while (a && b) {
        struct node** smaller = a->value <= b->value ? &a : &b;
        tail->next = *smaller;
        tail = *smaller;
        *smaller = (*smaller)->next;
    }
    tail->next = a ? a : b;
    return head.next;
}

static struct node* sort(struct node* list, int length) {
    if (length < 2) {
        if (list) list->next = 0;
        return list;
    }
    struct node* middle = list;
    for (int i = 0; i < length / 2; ++i) middle = middle->next;
    struct node* b = sort(middle, length - length / 2);
    return merge(sort(list, length / 2), b);
}

static uint16_t list_round(uint32_t seed, uint16_t crc) {
    for (int i = 0; i < NODES; ++i) {
        seed = seed * 1664525u + 1013904223u;
        nodes[i].value = (int16_t)(seed >> 16);
        nodes[i].index = (int16_t)i;
        nodes[i].next = i + 1 < NODES ? &nodes[i + 1] : 0;
    }
    for (const struct node* n = sort(nodes, NODES); n; n = n->next) crc = crc16((uint32_t)n->index, crc);
    return crc;
}

static uint16_t matrix_round(int16_t seed, uint16_t crc) {
    for (int i = 0; i < SIDE; ++i) {
        for (int j = 0; j < SIDE; ++j) {
            left[i][j] = (int16_t)(seed + i * j);
            right[i][j] = (int16_t)(seed - i + j);
        }
    }
    for (int i = 0; i < SIDE; ++i) {
        for (int j = 0; j < SIDE; ++j) {
            int32_t sum = 0;
            for (int k = 0; k < SIDE; ++k) sum += left[i][k] * right[k][j];
            product[i][j] = sum;
        }
    }
    for (int i = 0; i < SIDE; ++i) crc = crc16((uint32_t)product[i][i], crc);
    return crc;
}

enum state { start, sign, integer, point, fraction, invalid };

static enum state step(enum state s, char c) {
    const int digit = c >= '0' && c <= '9';
    switch (s) {
        case start: return digit ? integer : c == '-' || c == '+' ? sign : c == '.' ? point : invalid;
        case sign: return digit ? integer : c == '.' ? point : invalid;
        case integer: return digit ? integer : c == '.' ? point : invalid;
        case point:
        case fraction: return digit ? fraction : invalid;
        default: return invalid;
    }
}

static uint16_t text_round(uint16_t crc) {
    static const char text[] = "5012,+1234,-874.5,x.4,+.12345,-110.700,T0.3e,0.644,12..3,-";
    uint32_t counts[6] = {0};
    enum state s = start;
    for (const char* p = text; *p; ++p) {
        if (*p == ',') {
            ++counts[s];
            s = start;
        } else {
            s = step(s, *p);
        }
    }
    for (int i = 0; i < 6; ++i) crc = crc16(counts[i], crc);
    return crc;
}

void sys_tick(void) { ticks = ticks + 1; }

void reset(void) {
    *(volatile uint32_t*)0xE000E014 = 72000 - 1;
    *(volatile uint32_t*)0xE000E018 = 0;
    *(volatile uint32_t*)0xE000E010 = 7;
    for (uint32_t round = 0;; ++round) {
        uint16_t crc = list_round(round, 0);
        crc = matrix_round((int16_t)round, crc);
        crc = text_round(crc);
        digest = crc;
        rounds = round;
    }
}

extern uint32_t stack_top;
__attribute__((section(".vectors"), used)) static const void* const vectors[16] = {
    &stack_top, reset, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, sys_tick};
