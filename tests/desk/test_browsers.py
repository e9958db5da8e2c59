"""What a browser and its network are called at sign-in."""

import pytest

from bot.desk.browsers import browser_name, network_name
from bot.desk.doing import safe_back


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/128.0.0.0 Safari/537.36", "Chrome 128 · Windows"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/128.0 Safari/537.36 Edg/128.0", "Edge 128 · Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0", "Firefox 130 · Linux"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) MicroMessenger/8.0.50", "WeChat 8 · iPhone"),
        ("curl/8", ""),
        ("", ""),
    ],
)
def test_browser(agent: str, name: str) -> None:
    assert browser_name(agent) == name


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("203.0.113.77", "203.0.113.x"),
        ("::ffff:203.0.113.77", "203.0.113.x"),
        ("2001:db8:1:2:3::4", "2001:db8:1::"),
        ("", ""),
        ("unix:", ""),
    ],
)
def test_network(address: str, name: str) -> None:
    assert network_name(address) == name


@pytest.mark.parametrize(
    ("told", "address"),
    [
        ("/desk/table/requests?sort=unit&said=x", "/desk/table/requests?sort=unit"),
        ("/desk/today", "/desk/today"),
        ("https://evil.example/desk/", "/desk/today"),
        ("//evil.example/desk/", "/desk/today"),
        ("/desk/..//evil.example", "/desk/today"),
        ("/desk/\\evil", "/desk/today"),
        ("", "/desk/today"),
    ],
)
def test_back_leads_to_the_desk_alone(told: str, address: str) -> None:
    assert safe_back(told) == address
