# SPDX-License-Identifier: Apache-2.0
"""How much of a PNG is not its background, read without a picture library (PNG specification, second edition)."""
import collections
import struct
import zlib

CHANNELS = {0: 1, 2: 3, 4: 2, 6: 4}  # by colour type


def chunks(png):
    at = 8
    while at < len(png):
        length, = struct.unpack(">I", png[at:at + 4])
        yield png[at + 4:at + 8], png[at + 8:at + 8 + length]
        at += 12 + length


def paeth(left, up, corner):
    distance = [(abs(up - corner), 0, left), (abs(left - corner), 1, up), (abs(left + up - 2 * corner), 2, corner)]
    return min(distance)[2]


def unfiltered(kind, line, above, step):
    """One row of samples; `above` is the row before, filtered already (section 9.2)."""
    if kind == 0:
        return line
    if kind == 2:
        return bytearray((a + b) & 0xFF for a, b in zip(line, above))
    for i, value in enumerate(line):
        left, corner = (line[i - step], above[i - step]) if i >= step else (0, 0)
        guess = (left, None, (left + above[i]) // 2, paeth(left, above[i], corner))[kind - 1]
        line[i] = (value + guess) & 0xFF
    return line


def rows(png):
    width, _, depth, colour = struct.unpack(">IIBB", png[16:26])
    assert depth == 8, depth
    step = CHANNELS[colour]
    data = zlib.decompress(b"".join(body for kind, body in chunks(png) if kind == b"IDAT"))
    above = bytearray(width * step)
    for at in range(0, len(data), width * step + 1):
        above = unfiltered(data[at], bytearray(data[at + 1:at + 1 + width * step]), above, step)
        yield [bytes(above[i:i + step]) for i in range(0, len(above), step)]


def share_of_ink(png):
    """The share of pixels that are not of the commonest colour."""
    colours = collections.Counter()
    for row in rows(png):
        colours.update(row)
    return 1 - colours.most_common(1)[0][1] / colours.total()
