# SPDX-License-Identifier: Apache-2.0
"""The sums that the cases' firmware computes, a second time: values behind images, records of unique IDs."""
import hashlib
import zlib


def words(content):
    return [int.from_bytes(content[i:i + 4], "little") for i in range(0, len(content), 4)]


def stm32_crc(content):
    """RM0008 4.3: CRC-32 over words, most significant bit first, from all ones."""
    swapped = b"".join(content[i:i + 4][::-1] for i in range(0, len(content), 4))
    reversed_bits = swapped.translate(bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256)))
    return int(f"{zlib.crc32(reversed_bits) ^ 0xFFFFFFFF:032b}"[::-1], 2)


def crc_32(content):
    return zlib.crc32(content)


def crc_16(content):
    table = []
    for byte in range(256):
        crc = byte << 8
        for _ in range(8):
            crc = (crc << 1 ^ (0x1021 if crc & 0x8000 else 0)) & 0xFFFF
        table.append(crc)
    crc = 0xFFFF
    for byte in content:
        crc = (crc << 8 & 0xFFFF) ^ table[crc >> 8 ^ byte]
    return crc


def sum_32(content):
    return sum(words(content)) & 0xFFFFFFFF


def fletcher_16(content):
    low = high = 0
    for byte in content:
        low = (low + byte) % 255
        high = (high + low) % 255
    return high << 8 | low


def fnv_1a(content):
    value = 0x811C9DC5
    for byte in content:
        value = (value ^ byte) * 0x01000193 & 0xFFFFFFFF
    return value


def tea(block, key):
    """TEA over two words, with the four key words that the firmware makes of one."""
    keys = [word & 0xFFFFFFFF for word in (key, ~key, key * 3, key * 5)]
    a, b = block
    total = 0
    for _ in range(32):
        total = total + 0x9E3779B9 & 0xFFFFFFFF
        a = a + ((b << 4) + keys[0] ^ b + total ^ (b >> 5) + keys[1]) & 0xFFFFFFFF
        b = b + ((a << 4) + keys[2] ^ a + total ^ (a >> 5) + keys[3]) & 0xFFFFFFFF
    return a, b


def shift_sum(uid):
    a, b, c = words(uid)
    return ((a >> 1) + (b >> 2) + (c >> 3)) & 0xFFFFFFFF


def sealed_digest(content, key):
    """SHA-256 over the content and the secret, as eight little-endian words."""
    secret = b"".join((key * (2 * i + 1) & 0xFFFFFFFF).to_bytes(4, "big") for i in range(8))
    digest = hashlib.sha256(content + secret).digest()
    return b"".join(digest[i:i + 4][::-1] for i in range(0, 32, 4))
