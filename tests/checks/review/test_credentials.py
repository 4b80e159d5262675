"""Secrets and keys. None of them is real: each is put together here from its documented form."""

from __future__ import annotations

import pytest

from practice_commons.checks.review.credentials import by_chance, credentials
from practice_commons.checks.review.manuscript import read_manuscript

MIXED = "aB3dE5fG7hJ9kL2mN4pQ6rS8tU1vW3xY5zA7bC9d"
SECRETS = {
    "private key": "-----BEGIN " + "OPENSSH PRIVATE KEY-----",
    "pgp": "-----BEGIN " + "PGP PRIVATE KEY BLOCK-----",
    "aws": "AKIA" + "ABCDEFGHIJKL2345",
    "github": "ghp_" + MIXED[:36],
    "github fine": "github_pat_" + MIXED,
    "gitlab": "glpat-" + MIXED[:20],
    "slack": "xoxb-" + "123456789012-abcdefghijkl",
    "slack hook": "hooks.slack.com/services/" + "T00000000/B00000000/abcdefgh",
    "google": "AIza" + MIXED[:35],
    "stripe": "sk_live_" + MIXED[:24],
    "npm": "npm_" + MIXED[:36],
    "pypi": "pypi-AgE" + MIXED[:40],
    "sendgrid": "SG." + MIXED[:22] + "." + MIXED[:30],
    "jwt": "eyJ" + MIXED[:20] + ".eyJ" + MIXED[:20] + "." + MIXED[:30],
    "in address": "postgres://calls:" + "hunter22" + "@db.example/calls",
    "in web address": "https://jo:" + "word1" + "@kent.gov.uk/",
    "password": "password: " + "Sunshine1",
    "password alone": "Password: " + "sunshine",
    "password quoted": 'password = "' + "hunter22" + '"',
    "password is": "The password is " + "hunter22" + ".",
    "pwd": "pwd=" + "s3cretword",
    "pass phrase": "pass phrase: " + "tree-4-horse",
    "api key": "api_key: " + "1234567890abcdef",
    "client secret": "client_secret=" + "abcd1234efgh",
    "access token": "Access token: " + "abcd1234efgh",
    "pin": "PIN: " + "4821",
    "in code": "```\nexport DB_PASSWORD=" + "hunter22" + "\n```",
    "assignment": "calls_thing = " + MIXED,
    "split": "pass\u200bword: " + "Sunshine1",
}
NO_SECRETS = [
    "Forgotten password: ring the desk.",
    "Password: required",
    "password: ********",
    "password: <your password>",
    "password=$PASSWORD",
    "password: ${PASSWORD}",
    "password: {{ password }}",
    "password: xxxxxxxx",
    "password: your-password-1",
    "Passwords: how we stopped asking for them",
    "| Password | When |",
    "The password was changed in 2010.",
    "The password is changed every 90 days.",
    "The secret is listening.",
    "the key: one number for everything",
    "Their secret: listen",
    "pin: 30%",
    "Keep the API key secret.",
    "-----BEGIN CERTIFICATE-----",
    "-----BEGIN PUBLIC KEY-----",
    "AKIA",
    "ghp_short",
    "commit: 0123456789abcdef0123456789abcdef01234567",
    "id: a-very-long-identifier-of-one-contribution-2010",
    "https://a.org/aB3dE5fG7hJ9kL2mN4pQ6rS8tU1vW3xY5zA7bC9d",
    "https://www.gov.uk/",
    "mailto:jo@kent.gov.uk",
    "link: https://a.org/x?y=z",
    "E08000038 = Barnsley",
    "http://user@host.example/",
    "ratio 1:2:3 @ 4",
    "tags: [communities-of-practice, customer-service]",
    "Tokenism: why it fails",
]


@pytest.mark.parametrize("text", SECRETS.values(), ids=SECRETS)
def test_secret(text):
    remarks = list(credentials(read_manuscript(f"Words.\n{text}\n".encode())))
    assert remarks
    assert {one.line for one in remarks} <= {2, 3}
    for one in remarks:
        assert "changed at once" in one.message
        assert len(one.shown) <= 24
        for piece in ("hunter", "unshine", MIXED[:10], "1234567890", "4821", "s3cret", "ABCDEF"):
            assert piece not in one.shown + one.message


@pytest.mark.parametrize("text", NO_SECRETS)
def test_no_secret(text):
    assert list(credentials(read_manuscript(f"Words.\n{text}\n".encode()))) == []


def test_chance_is_told_from_words():
    assert by_chance(MIXED)
    assert not by_chance("communities-of-practice-in-2010-and-Later")
    assert not by_chance("AAAAAAAAAAaaaaaaaaaa1111111111")
    assert not by_chance("0123456789abcdef0123456789abcdef")
