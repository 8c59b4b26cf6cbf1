"""Unpacking what a server sent compressed, never further than a limit."""

from __future__ import annotations

import zlib

__all__ = ["is_gzip", "unpack"]

# Servers compress once, a few by mistake twice. Each layer may blow up its input a thousandfold.
_MAX_LAYERS = 2
# Data is unpacked in pieces of this size, so that the rest is not copied for each member of a gzip file.
_PIECE = 65_536
# A gzip file may be many in a row. Honest ones have some hundreds of members at the most (bgzip: one in 64 kB);
# half a million empty ones fit into ten megabytes and would keep a processor busy for minutes.
_MAX_MEMBERS = 1_000

_GZIP_START = b"\x1f\x8b"
_GZIP, _ZLIB, _RAW = zlib.MAX_WBITS | 16, zlib.MAX_WBITS, -zlib.MAX_WBITS


def is_gzip(data: bytes) -> bool:
    """Whether data begins as a gzip file does."""
    return data.startswith(_GZIP_START)


def unpack(data: bytes, codings: str, limit: int, *, whole: bool = True) -> bytes:
    """`data` without its codings, given as in the header Content-Encoding.

    No layer is unpacked further than one byte beyond `limit`, by which the caller sees that there is more. Raises
    zlib.error for what is broken, ends too early (unless `whole` is False), or is in another coding than gzip and
    deflate.
    """
    layers = [name for coding in codings.lower().split(",") if (name := coding.strip()) not in ("", "identity")]
    if len(layers) > _MAX_LAYERS:
        raise zlib.error("too many layers")
    for layer in reversed(layers):
        if not data:
            break
        if layer in ("gzip", "x-gzip"):
            data = _inflate(data, _GZIP, limit, whole)
        elif layer == "deflate":
            try:
                data = _inflate(data, _ZLIB, limit, whole)
            except zlib.error:
                data = _inflate(data, _RAW, limit, whole)  # what some servers mean by it
        else:
            raise zlib.error("a coding that was not asked for")
    return data


def _inflate(data: bytes, bits: int, limit: int, whole: bool) -> bytes:
    """One layer of data, up to one byte more than `limit`; for gzip all members."""
    unpacked = bytearray()
    unpacker = zlib.decompressobj(bits)
    members = 1
    for start in range(0, len(data), _PIECE):
        piece = data[start : start + _PIECE]
        while piece:
            if unpacker.eof:
                if bits != _GZIP or not piece.startswith(_GZIP_START[:1]):
                    return bytes(unpacked)  # padding or junk at the end, as gunzip sees it too
                members += 1
                if members > _MAX_MEMBERS:
                    raise zlib.error("too many members")
                unpacker = zlib.decompressobj(bits)
            unpacked += unpacker.decompress(piece, limit + 1 - len(unpacked))
            if len(unpacked) > limit:
                return bytes(unpacked)
            piece = unpacker.unconsumed_tail or unpacker.unused_data
    if whole and not unpacker.eof:
        raise zlib.error("ends too early")
    return bytes(unpacked)
