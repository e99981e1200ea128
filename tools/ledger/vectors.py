"""Test vectors of the usage ledger, made apart from the product: Python's standard library alone.

    python3 tools/ledger/vectors.py            writes docs/ledger/vectors.json
    python3 tools/ledger/vectors.py --check    compares it and exits 1 where it differs

Ed25519 is not in the standard library, so the signatures of checkpoints and receipts are not here.
"""

import hashlib
import hmac
import json
import pathlib
import struct
import sys
import unicodedata

FIELDS = [
    ("ver", "int"),
    ("alg", "int"),
    ("ledger_id", "text"),
    ("epoch", "int"),
    ("seq", "int"),
    ("prev", "hash"),
    ("boot_id", "text"),
    ("mono_ms", "int"),
    ("wall_ms", "int"),
    ("last_receipt_seq", "int"),
    ("actor", "text"),
    ("role", "text"),
    ("session", "text"),
    ("auth_mode", "mode"),
    ("type", "type"),
    ("object", "text"),
    ("body_hash", "hash"),
    ("app_ver", "text"),
    ("policy_ver", "text"),
]
MODES = ["none", "online", "offline"]
TYPES = [
    "app.start",
    "app.stop",
    "heartbeat",
    "login.attempt",
    "session.start",
    "session.lock",
    "session.unlock",
    "session.end",
    "action",
    "reveal",
    "ledger.finding",
]


def value_bytes(value, kind):
    if kind == "int":
        return struct.pack(">q", value)
    if kind == "hash":
        return bytes.fromhex(value)
    if kind == "mode":
        return struct.pack(">q", MODES.index(value))
    if kind == "type":
        return struct.pack(">q", TYPES.index(value) + 1)
    return unicodedata.normalize("NFC", value).encode("utf-8")


def encode(record):
    out = b"CRM-LEDGER\x00"
    for tag, (name, kind) in enumerate(FIELDS, start=1):
        data = value_bytes(record[name], kind)
        out += struct.pack(">BI", tag, len(data)) + data
    return out


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def evolve(key):
    return hmac.new(key, b"evolve", hashlib.sha256).digest()


def merkle_root(leaves):
    if not leaves:
        return sha256(b"")
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    left, right = merkle_root(leaves[:split]), merkle_root(leaves[split:])
    return sha256(b"\x01" + bytes.fromhex(left) + bytes.fromhex(right))


def vectors():
    first_key = bytes(range(32))
    key = first_key
    prev = "00" * 32
    records = []
    actors = ["", "周海华", "e\u0301lise", "li", "𠮷野"]
    for seq in range(1, 13):
        boot = 1 if seq < 8 else 2
        salt, body = f"{seq:032x}", json.dumps({"module": "customers", "n": seq}, separators=(",", ":"))
        record = {
            "ver": 1,
            "alg": 1,
            "ledger_id": "0193f0a0-0000-7000-8000-000000000001",
            "epoch": 1,
            "seq": seq,
            "prev": prev,
            "boot_id": f"boot-{boot}",
            "mono_ms": seq * 1000 if boot == 1 else (seq - 8) * 1000,
            "wall_ms": 1795000000000 + seq * 1000,
            "last_receipt_seq": seq // 4 * 4 if seq % 4 else max(0, seq - 4),
            "actor": actors[seq % len(actors)],
            "role": "customer_manager,teller",
            "session": "" if seq == 1 else "session-1",
            "auth_mode": MODES[seq % 3],
            "type": TYPES[(seq - 1) % len(TYPES)],
            "object": "" if seq % 2 else "3f" * 16,
            "body_hash": "" if seq % 3 == 0 else sha256(f"{salt}\x00{body}".encode("utf-8")),
            "app_ver": "0.1.0",
            "policy_ver": "1",
        }
        key = evolve(key)
        encoded = encode(record)
        digest = sha256(b"\x00" + encoded)
        mac = hmac.new(key, bytes.fromhex(digest), hashlib.sha256).hexdigest()
        records.append(
            {
                "record": record,
                "salt": salt,
                "body": body,
                "encoding": encoded.hex(),
                "hash": digest,
                "key": key.hex(),
                "mac": mac,
            }
        )
        prev = digest
    leaves = [entry["hash"] for entry in records]
    roots = [{"leaves": count, "root": merkle_root(leaves[:count])} for count in range(len(leaves) + 1)]
    return {"firstKey": first_key.hex(), "records": records, "merkle": roots}


def main():
    path = pathlib.Path(__file__).resolve().parents[2] / "docs" / "ledger" / "vectors.json"
    text = json.dumps(vectors(), ensure_ascii=False, indent=2) + "\n"
    if "--check" in sys.argv:
        if path.read_text(encoding="utf-8") != text:
            sys.exit(f"{path} differs from what this script makes")
        print(f"{path}: as made here")
    else:
        path.write_text(text, encoding="utf-8")
        print(f"{path}: written")


main()
