"""Receipts that prove themselves: what was received, signed by the site that received it.

A receipt is a JSON document that carries the frozen snapshot, its SHA-256 and an Ed25519 signature (RFC 8032) over
everything else in it. Whoever holds it can check offline that neither the snapshot nor the receipt was changed.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

FORMAT = "consortia-receipt-1"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofStep:
    """One thing that was checked: a code, whether it holds, and what was found."""

    code: str
    holds: bool
    found: str = ""


def canonical_json(value: object) -> str:
    """Return the one way to write a value as JSON: keys sorted, no spaces, text as it is."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def digest_of(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8, as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def sign_receipt(facts: Mapping[str, object], *, seed: bytes) -> dict[str, object]:
    """Return the receipt: the facts, the site's public key and its signature."""
    receipt = {"format": FORMAT, **facts, "public_key": public_key_of(seed)}
    signature = Ed25519PrivateKey.from_private_bytes(seed).sign(canonical_json(receipt).encode("utf-8"))
    return {**receipt, "signature": base64.b64encode(signature).decode("ascii")}


def public_key_of(seed: bytes) -> str:
    """Return the key that a site's receipts are checked with, in base64."""
    key = Ed25519PrivateKey.from_private_bytes(seed).public_key()
    return base64.b64encode(key.public_bytes_raw()).decode("ascii")


def fingerprint_of(public_key: str) -> str:
    """Return a short name for a site's key that people can compare: 32 hexadecimal digits in groups of four."""
    digest = hashlib.sha256(base64.b64decode(public_key)).hexdigest()[:32]
    return " ".join(digest[i : i + 4] for i in range(0, 32, 4))


def prove_receipt(receipt: Mapping[str, object], *, copy: object = None) -> tuple[ProofStep, ...]:
    """Check a receipt against itself and, where given, a copy of the snapshot against the receipt."""
    snapshot = canonical_json(receipt.get("snapshot"))
    steps = [
        ProofStep(code="format", holds=receipt.get("format") == FORMAT, found=str(receipt.get("format"))),
        ProofStep(code="snapshot", holds=digest_of(snapshot) == receipt.get("sha256"), found=digest_of(snapshot)),
        ProofStep(code="signature", holds=_signed(receipt), found=_fingerprint(receipt)),
    ]
    if copy is not None:
        found = digest_of(canonical_json(copy))
        steps.append(ProofStep(code="copy", holds=found == receipt.get("sha256"), found=found))
    return tuple(steps)


def _fingerprint(receipt: Mapping[str, object]) -> str:
    try:
        return fingerprint_of(str(receipt.get("public_key")))
    except ValueError:
        return ""


def _signed(receipt: Mapping[str, object]) -> bool:
    body = {name: value for name, value in receipt.items() if name != "signature"}
    try:
        public = Ed25519PublicKey.from_public_bytes(base64.b64decode(str(receipt.get("public_key")), validate=True))
        signature = base64.b64decode(str(receipt.get("signature")), validate=True)
        public.verify(signature, canonical_json(body).encode("utf-8"))
    except (InvalidSignature, ValueError):
        return False
    return True
