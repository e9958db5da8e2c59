"""The sandbox as a process of its own, as benches and crash tests use it."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from urllib.request import urlopen

import pytest


@pytest.mark.wire
@pytest.mark.process
def test_it_says_when_it_is_ready_and_ends_on_sigterm() -> None:
    order = [sys.executable, "-m", "sandbox", "--token", "7:x", "--per-second", "off", "--chat-per-second", "2"]
    with subprocess.Popen(order, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        word, _, origin = process.stdout.readline().strip().partition(" ")
        with urlopen(f"{origin}/bot7:x/getMe", timeout=10) as answer:  # noqa: S310  our own loopback server
            me = json.load(answer)["result"]
        process.send_signal(signal.SIGTERM)
        assert (word, me["id"], process.wait(10)) == ("ready:", 7, 0)


@pytest.mark.wire
@pytest.mark.process
def test_it_makes_a_token_and_says_it_unless_one_is_given() -> None:
    with subprocess.Popen([sys.executable, "-m", "sandbox"], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        origin = process.stdout.readline().split()[1]
        word, token = process.stdout.readline().split()
        with urlopen(f"{origin}/bot{token}/getMe", timeout=10) as answer:  # noqa: S310  our own loopback server
            assert json.load(answer)["ok"] is True
        process.send_signal(signal.SIGTERM)
        assert (word, len(token) > 30, process.wait(10)) == ("token:", True, 0)
