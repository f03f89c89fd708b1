"""The production files fit the settings and name no secret: as much as can be shown without a container engine."""

import re
import subprocess
from typing import Any, cast

import pytest
import yaml
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from docker.site import ROOT
from models.settings import Settings

FOLDER = ROOT / "docker"
ONE_SHOT = {"migrations", "temporal-namespace", "temporal-schema"}


def compose() -> dict[str, Any]:
    return dict(yaml.safe_load((FOLDER / "compose.yaml").read_text()))


def example() -> dict[str, str]:
    lines = (FOLDER / "production.env.example").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def test_the_example_environment_names_exactly_settings_that_exist_and_every_required_one() -> None:
    fields = {f"DIVAN_{name.upper()}": field for name, field in Settings.model_fields.items()}
    named = {name for name in example() if name.startswith("DIVAN_")}
    assert named <= set(fields)
    assert {name for name, field in fields.items() if field.is_required()} <= named


def defaults_shown() -> dict[str, str]:
    """Return the settings that the example shows with their default, behind a mark."""
    lines = (FOLDER / "production.env.example").read_text().splitlines()
    return dict(line[2:].split("=", 1) for line in lines if line.startswith("# DIVAN_"))


def test_every_setting_is_named_and_a_default_that_is_shown_is_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    of_the_image = {"DIVAN_WEB_HOST", "DIVAN_DEMO"}  # set by docker/Dockerfile; never in production
    every = {f"DIVAN_{name.upper()}" for name in Settings.model_fields} - of_the_image
    assert every == {name for name in {*example(), *defaults_shown()} if name.startswith("DIVAN_")}
    for name, value in {**dict.fromkeys(every & set(example()), "x"), **defaults_shown()}.items():
        monkeypatch.setenv(name, value)
    for name in ("DIVAN_SMTP_PORT", "DIVAN_SMTP_STARTTLS", "DIVAN_SECURE_COOKIES"):
        monkeypatch.setenv(name, example()[name])
    read = Settings()
    for name in defaults_shown():
        field = name.removeprefix("DIVAN_").lower()
        assert getattr(read, field) == Settings.model_fields[field].default, name


def test_the_guide_names_every_outside_system_and_each_command_it_gives_exists() -> None:
    guide = (ROOT / "docs" / "production.md").read_text()
    outside = {name for name, value in example().items() if name.startswith("DIVAN_") and not value}
    assert sorted(name for name in outside if f"`{name}`" not in guide) == []
    for module in re.findall(r"python -m ([\w.]+)", guide):
        assert (ROOT / f"{module.replace('.', '/')}.py").exists(), module


def test_the_example_environment_holds_no_secret_and_no_demo() -> None:
    secret = [name for name in example() if name.endswith(("KEY", "KEYS", "SECRET", "TOKEN", "PASSWORD"))]
    assert len(secret) >= 7
    assert [name for name in secret if example()[name]] == []
    assert "DIVAN_DEMO" not in example()
    assert example()["DIVAN_SECURE_COOKIES"] == "true"


async def test_behind_the_proxy_each_visitor_has_his_own_address() -> None:
    seen: list[str] = []

    async def web(scope: Any, _receive: Any, _send: Any) -> None:
        seen.append(scope["client"][0])

    believed = ProxyHeadersMiddleware(web, trusted_hosts=example()["FORWARDED_ALLOW_IPS"])
    for peer in ("172.18.0.1", "203.0.113.77"):
        # a visitor wrote the first address himself; the proxy added the one it saw
        headers = [(b"x-forwarded-for", b"6.6.6.6, 198.51.100.9")]
        scope: Any = {"type": "http", "scheme": "http", "client": (peer, 1), "headers": headers}
        await believed(scope, cast("Any", None), cast("Any", None))
    assert seen == ["198.51.100.9", "203.0.113.77"]


def test_web_and_worker_wait_for_migrations_and_only_loopback_is_published() -> None:
    services = compose()["services"]
    for name in ("web", "worker"):
        assert services[name]["depends_on"]["migrations"] == {"condition": "service_completed_successfully"}
    published = [port for service in services.values() for port in service.get("ports", [])]
    assert [port for port in published if not port.startswith("127.0.0.1:")] == []
    assert set(services) >= ONE_SHOT
    assert "simulators" not in (FOLDER / "Dockerfile").read_text()


def test_the_scripts_are_sound_shell() -> None:
    for script in FOLDER.glob("*.sh"):
        subprocess.run(["sh", "-n", str(script)], check=True)  # noqa: S607 - the shell that will run it


def test_the_image_gets_only_locked_packages_that_development_has_too() -> None:
    def pins(name: str) -> set[str]:
        return {
            line.split(" ")[0] for line in (ROOT / name).read_text().splitlines() if "==" in line and line[0] != " "
        }

    assert pins("docker/production.lock") < pins("requirements.lock")
