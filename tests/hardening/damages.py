"""Ways in which a file is damaged: each turns the bytes of a good file into those of a hostile one."""

import bz2
import gzip
import io
import lzma
import random
import re
import zipfile
from collections.abc import Callable

MOST_BYTES = 900_000
"""Bytes of a hostile file."""

Damage = Callable[[bytes, random.Random], bytes]
"""Damages a file; what is by chance is taken from the second."""


def _cut(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randrange(len(content))]


def _cut_late(content: bytes, chance: random.Random) -> bytes:
    return content[: -1 - chance.randrange(min(64, len(content) - 1))]


def _beheaded(content: bytes, chance: random.Random) -> bytes:
    return content[1 + chance.randrange(min(64, len(content) - 1)) :]


def _turned(content: bytes, chance: random.Random, bits: int = 1) -> bytes:
    damaged = bytearray(content)
    for _ in range(bits):
        damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
    return bytes(damaged)


def _many_turned(content: bytes, chance: random.Random) -> bytes:
    return _turned(content, chance, max(8, len(content) // 200))


def _tail_turned(content: bytes, chance: random.Random) -> bytes:
    """Turn bits of the end, where packed files have their lists of parts."""
    at = max(0, len(content) - 600)
    return content[:at] + _turned(content[at:], chance, 2)


def _without_bytes(content: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(content))
    return content[:at] + content[at + 1 + chance.randrange(40) :]


def _with_bytes(content: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(content))
    return content[:at] + chance.randbytes(1 + chance.randrange(40)) + content[at:]


def _zeros(content: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(content))
    size = 1 + chance.randrange(200)
    return content[:at] + b"\0" * size + content[at + size :]


def _repeated(content: bytes, chance: random.Random) -> bytes:
    """Have a piece of the file many times."""
    at = chance.randrange(len(content))
    piece = content[at : at + 1 + chance.randrange(400)]
    return content[:at] + piece * ((MOST_BYTES - len(content)) // len(piece)) + content[at:]


def _swapped(content: bytes, chance: random.Random) -> bytes:
    first, second = sorted(chance.randrange(len(content)) for _ in range(2))
    return content[second:] + content[first:second] + content[:first]


def _noise(content: bytes, chance: random.Random) -> bytes:
    """Have bytes by chance behind the first eight."""
    return content[:8] + chance.randbytes(20_000)


def _empty(_: bytes, __: random.Random) -> bytes:
    return b""


def _packed(content: bytes, _: random.Random) -> bytes:
    return gzip.compress(content, mtime=0)


def _packed_twice(content: bytes, _: random.Random) -> bytes:
    return gzip.compress(gzip.compress(content, mtime=0), mtime=0)


def _packed_and_cut(content: bytes, chance: random.Random) -> bytes:
    return _cut(gzip.compress(content, mtime=0), chance)


def _zipped(content: bytes, _: random.Random) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a", content)
    return file.getvalue()


def _packed_otherwise(content: bytes, chance: random.Random) -> bytes:
    return chance.choice((bz2.compress, lzma.compress))(content)


ALL: dict[str, Damage] = {
    "cut": _cut,
    "cut near its end": _cut_late,
    "without its start": _beheaded,
    "a bit turned": _turned,
    "bits turned": _many_turned,
    "bits of its end turned": _tail_turned,
    "without some bytes": _without_bytes,
    "with other bytes": _with_bytes,
    "zeros": _zeros,
    "a piece repeated": _repeated,
    "pieces swapped": _swapped,
    "noise": _noise,
    "empty": _empty,
    "packed": _packed,
    "packed twice": _packed_twice,
    "packed and cut": _packed_and_cut,
    "zipped": _zipped,
    "packed otherwise": _packed_otherwise,
}
"""What can be done to every file."""


def _text(content: bytes) -> str:
    return content.decode("utf-8", "replace")


def _recoded(encoding: str) -> Damage:
    return lambda content, _: _text(content).encode(encoding, "replace")


def _line_repeated(content: bytes, chance: random.Random) -> bytes:
    lines = content.splitlines(keepends=True)
    at = chance.randrange(len(lines))
    return b"".join([*lines[:at], lines[at] * ((MOST_BYTES - len(content)) // len(lines[at])), *lines[at:]])


def _line_lost(content: bytes, chance: random.Random) -> bytes:
    lines = content.splitlines(keepends=True)
    del lines[chance.randrange(len(lines))]
    return b"".join(lines)


def _lines_joined(content: bytes, _: random.Random) -> bytes:
    return content.replace(b"\n", b" ")


def _instead(pattern: str, filler: Callable[[random.Random], str]) -> Damage:
    """Put something in the place of one match of a pattern, by chance."""

    def damage(content: bytes, chance: random.Random) -> bytes:
        text = _text(content)
        found = list(re.finditer(pattern, text))
        if not found:
            return text.encode() + filler(chance).encode("utf-8", "surrogatepass")
        at = chance.choice(found)
        return b"".join(
            part.encode("utf-8", "surrogatepass") for part in (text[: at.start()], filler(chance), text[at.end() :])
        )

    return damage


_NUMBERS = (
    "9" * 300_000,
    "1e999999999",
    "-0",
    "1e-999999999",
    "0x" + "f" * 5000,
    "nan",
    "inf",
    "1" + "0" * 4400,
    "0." + "0" * 400_000 + "1",
)
_WORDS = ("\x1b[31m\x07\x08", "\u202e\u2066", "\\ud800", "\ud800", "\\u0000", "=cmd|' /C calc'!A0", "`$(id)`", "../" * 2000, "%s%n{0}{}", "é" * 200_000, "\U000e0001", "&lol;" * 1000, "NaN", "null", "")  # fmt: skip
_MARKS = ('"', "'", '"""', "'''", "[" * 100_000, "{" * 100_000, "[[", "]]", "\\", ",", "\r", "\t" * 100_000, "#", "=", "<!--", "<![CDATA[", "\0", "\ufeff", "\u2028")  # fmt: skip


TEXT: dict[str, Damage] = {
    "in UTF-16": _recoded("utf-16"),
    "in UTF-32": _recoded("utf-32"),
    "in GB18030": _recoded("gb18030"),
    "in Latin-1": _recoded("latin-1"),
    "in UTF-7": _recoded("utf-7"),
    "a line repeated": _line_repeated,
    "a line lost": _line_lost,
    "lines joined": _lines_joined,
    "another number": _instead(r"[0-9]+", lambda chance: chance.choice(_NUMBERS)),
    "another word": _instead(r"\w+", lambda chance: chance.choice(_WORDS)),
    "another mark": _instead(r"[^\w\s]", lambda chance: chance.choice(_MARKS)),
}
"""What can be done to text alone."""
