"""Every port of Larder. A docstring on one is the contract that each driver is tested against."""

from app.ports.device import Clock, Hints, Locks, Quota
from app.ports.hub import Hub
from app.ports.offered import Offered
from app.ports.remote import Connection, Incoming, Remote
from app.ports.sound import Decoder, Read, Sound
from app.ports.storage import BlobStore, Leases, Leftovers, RecordStore, Staging
from app.ports.upward import Upward

__all__ = [
    "BlobStore",
    "Clock",
    "Connection",
    "Decoder",
    "Hints",
    "Hub",
    "Incoming",
    "Leases",
    "Leftovers",
    "Locks",
    "Offered",
    "Quota",
    "Read",
    "RecordStore",
    "Remote",
    "Sound",
    "Staging",
    "Upward",
]
