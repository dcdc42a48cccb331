"""The decoders of this browser, in the order in which they are tried. Imports numpy."""

from __future__ import annotations

from app.browser.mp3_slices import Mp3Slices
from app.browser.mp3_stream import Mp3Stream
from app.browser.packets import Packets
from app.browser.whole_file import WholeFile
from app.core.peaks.decode_pcm import PcmDecoder
from app.ports import Decoder

DECODERS: tuple[Decoder, ...] = (PcmDecoder(), Mp3Slices(), Mp3Stream(), WholeFile(), Packets())
"""Each refuses what is not for it, or not exact: first those for one format, then those for any."""
