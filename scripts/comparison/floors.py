# SPDX-License-Identifier: Apache-2.0
"""What no program can be faster than: the flash's typical times of the datasheet, and the modelled probe's link, whose
constants docs/decisions/007-modelled-time.md takes from standards."""
import math

from comparison import images

# DS5792, "Flash memory characteristics": typical; page and mass erase are 20 to 40 ms and modelled as 30.
HALF_WORD = 52.5e-6
PAGE_ERASE = 0.030
MASS_ERASE = 0.030

# USB 2.0 table 5-9: a bulk transfer starts with the next frame and has 19 packets of 64 bytes in one.
FRAME = 1e-3
FULL_SPEED_PACKET = FRAME / 19
# IHI 0031A: a word is a packet of 46 clocks and, with an ST-Link, 8 idle ones; TAR is set anew every 1 KB.
WORD_CLOCKS = 54
SWCLK = 4e6
STLINK_BUFFER = 6144
TAR_COUNTS = 4096  # on a Cortex-M3; what the firmware does beyond is nowhere promised
# USB 2.0 sections 8.4.2 and 11.17: a packet out and a packet in behind a high-speed hub, 15 words in one.
DAP_PACKETS = 2 * 375e-6
DAP_WORDS = 15


def whole_chip(image):
    """Erased at once, then every half-word that is not erased."""
    return MASS_ERASE + images.half_words(image) * HALF_WORD


def pages(image, numbers):
    """Only these pages, erased and programmed."""
    size = images.PAGE_BYTES
    return sum(PAGE_ERASE + images.half_words(image[n * size:(n + 1) * size]) * HALF_WORD for n in numbers)


def bulk(count):
    return FRAME + math.ceil(count / 64) * FULL_SPEED_PACKET


def stlink_read(count, block=TAR_COUNTS, asks_status=True):
    """Seconds of an ST-Link V2 at 4 MHz: a command, its words on the wire, its data, and the status of it."""
    wire = (block / 4 + block / 1024) * WORD_CLOCKS / SWCLK
    status = bulk(16) + bulk(12) if asks_status else 0
    return count / block * (bulk(16) + wire + bulk(block) + status)


def dap_read(count):
    """Seconds of a CMSIS-DAP v2 with one USB transfer under way at a time, whatever its SWCLK."""
    return math.ceil(count / 4 / DAP_WORDS) * DAP_PACKETS
