"""Bytes to text: encodings, mojibake and line ends."""

from __future__ import annotations

import codecs
import re

from retold.errors import ReadError

__all__ = ["decode", "mend", "unix_line_ends"]

# Real texts hold a stray NUL here and there (one in 900 bytes was met), binary files one in a few bytes.
_TEXT_PER_NUL = 100
# Control characters other than white space and the escapes of Japanese mail stand in no text, and are a ninth of
# random bytes: what is packed or encrypted, in whatever way.
_CONTROLS = bytes({*range(32), 127} - set(b"\t\n\v\f\r\x1a\x1b"))
_TEXT_PER_CONTROL, _FEW_CONTROLS = 30, 5

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MAGIC = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP archive or office document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"\x1f\x8b", "gzip data"),
    (b"BZh", "bzip2 data"),
    (b"\xfd7zXZ\x00", "xz data"),
    (b"\x28\xb5\x2f\xfd", "zstd data"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"{\\rtf", "an RTF document"),
)
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:\-]{2,40})", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([A-Za-z0-9_.:\-]{2,40})")
# Where declarations are looked for, and how much of a text is shown to the guesser.
_HEAD = 4096
_GUESS_FROM = 100_000
# Encodings of other scripts: a guess of one of these is worth following, while guesses among the Latin
# ones are mostly
# wrong and nearly all such files are windows-1252.
_OTHER_SCRIPTS = re.compile(
    r"^(cp1251|koi8|mac_cyrillic|cp866|iso8859_[578]|cp125[356]|cp932|shift_jis|euc_|big5|gb|hz|johab|"
    r"cp949|cp950|"
    r"tis_620|cp874|iso2022)"
)
# Letters that UTF-8 read as windows-1252 leaves behind; only then is ftfy worth its import.
_MOJIBAKE = re.compile(
    r"â€|â\x80|Ã[\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|Â[\xa0-\xbf]|ï¿½|ï»¿|"
    r"[ÐÑ][\x80-\xbf°±²³´µ¶·¸¹º»¼½¾¿€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—]|вЂ|Р[°±µѕ]"
)


def decode(data: bytes, *, charset: str = "", name: str = "The source") -> tuple[str, list[str]]:
    """The text of `data` and notes on what had to be guessed.

    `charset` is what the server said; a declaration inside a page comes next. Binary data is a ReadError.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return data.decode(encoding, "replace").removeprefix("\ufeff"), [] if encoding == "utf-8" else [
                f"read as {encoding.upper()}"
            ]
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            raise ReadError(f"{name} is {kind}, not text.")
    controls = len(data) - len(data.translate(None, _CONTROLS))
    if data.count(0) * _TEXT_PER_NUL > len(data) or (
        controls > _FEW_CONTROLS and controls * _TEXT_PER_CONTROL > len(data)
    ):
        raise ReadError(f"{name} is binary data, not text.")
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError:
        pass
    for declared in (charset, *_declared(data)):
        if (text := _try(data, declared)) is not None:
            return text, [f"read as {codecs.lookup(declared).name}, as declared"]
    loose = data.decode("utf-8", "replace")
    broken = loose.count("\ufffd")
    if broken <= sum(character > "\x7f" for character in loose[:_GUESS_FROM]) / 20:
        return loose, [f"{broken} broken UTF-8 character{'s' if broken > 1 else ''} replaced"]
    encoding = _guess(data)
    return data.decode(encoding, "replace"), [f"read as {encoding}"]


def _declared(data: bytes) -> list[str]:
    """The encodings that a page declares in its head."""
    head = data[:_HEAD]
    return [match.group(1).decode("ascii") for p in (_META_CHARSET, _XML_ENCODING) if (match := p.search(head))]


def _try(data: bytes, encoding: str) -> str | None:
    """`data` in a declared encoding, or None where there is none or it does not fit."""
    try:
        codec = codecs.lookup(encoding).name if encoding else ""
        if codec in ("", "utf-8", "utf-16", "utf-16-le", "utf-16-be", "ascii"):
            return None
        # Pages that say Latin-1 mean windows-1252, as every browser reads them.
        return data.decode("cp1252" if codec == "iso8859-1" else codec, "strict" if codec != "iso8859-1" else "replace")
    except (LookupError, ValueError):
        return None


def _guess(data: bytes) -> str:
    """The encoding that bytes without any declaration are most likely in."""
    from charset_normalizer import from_bytes

    best = from_bytes(data[:_GUESS_FROM]).best()
    if best is not None and _OTHER_SCRIPTS.match(best.encoding):
        return best.encoding
    if best is not None and best.encoding in ("cp1250", "iso8859_2"):
        from retold.read.language import recognise_language

        lang, sure = recognise_language(data.decode(best.encoding, "replace"))
        if sure and lang in ("pl", "cs", "sk", "hu", "hr", "sl", "ro", "bs"):
            return best.encoding
    return "windows-1252"


def mend(text: str) -> tuple[str, list[str]]:
    """`text` with mojibake ("â€œ" for a curly quote) put right, and a note where there was any."""
    if not _MOJIBAKE.search(text):
        return text, []
    from ftfy import fix_encoding

    mended = "".join(fix_encoding(line) if _MOJIBAKE.search(line) else line for line in text.splitlines(keepends=True))
    return (mended, ["mended mojibake"]) if mended != text else (text, [])


def unix_line_ends(text: str) -> str:
    """`text` with Windows and old Mac line ends as newlines."""
    return text.replace("\r\n", "\n").replace("\r", "\n")
