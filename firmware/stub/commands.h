/* SPDX-License-Identifier: Apache-2.0 */
/* What a host can ask for; docs/formats/ram-stub.md is the whole of it. */
#pragma once

#include <stdint.h>

#include "link.h"

enum { STATUS_OK, STATUS_RESEND, STATUS_BAD_REQUEST, STATUS_FLASH, STATUS_BUS, STATUS_BAD_BLOCK };

/* Carries out the request in `frame` and answers it. */
void carry_out(const Frame *frame);
/* Tells again what became of a request whose answer was lost; of older ones, that they were carried out: a block that could
   not be programmed is told of in all answers until FINISH. */
void answer_again(uint8_t sequence);
/* Whether it only looks, and so may be carried out twice. */
int only_looks(uint8_t command);
/* The rate that the host had before SET_RATE, until it has been heard at the new one; 0 when there is nothing to wait for. */
extern uint32_t rate_before;
extern uint32_t rate_changed_at; /* ticks */
