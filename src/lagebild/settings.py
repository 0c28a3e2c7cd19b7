"""Environment and settings file -> one frozen `Settings`: the only place that reads either.

Order of precedence: command line, environment (`LAGEBILD_...`), `lagebild.toml` in the workspace, default. An unknown
key is an error that names the nearest known one, because a misspelt setting that is silently ignored is a trap.
"""

import contextlib
import difflib
import os
import re
import secrets
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from lagebild.records.errors import SettingsError

PREFIX = "LAGEBILD_"
_CLOCK = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d")
_ADDRESS = re.compile(r"[^@\s,<>\"]{1,64}@[A-Za-z0-9.-]{1,255}")
_LARGEST_SECRET = 65_536


@dataclass(frozen=True, slots=True)
class Settings:
    """What a user can set."""

    workspace: Path
    """Folder of the database, the salt and `lagebild.toml`."""
    store: str = ""
    """Database URL; empty for `lagebild.db` in the workspace."""
    surface: str = "de"
    """Language of pages and messages, "de" or "en"."""
    host: str = "127.0.0.1"
    """Address to listen on. Anything but loopback shows the workspace to the network: there is no login."""
    port: int = 8765
    """Port to listen on."""
    public_address: str = ""
    """Scheme and host under which a proxy in front shows the pages, such as https://news.example; empty without one."""
    allow_loopback: bool = False
    """Whether feeds and pages may lie on this machine itself (for tests and local mirrors)."""
    encoder: bool = True
    """Whether the encoder reads too. Without it rules alone read names, statements and wording: faster and coarser."""
    author: str = ""
    """Name under which remarks on claims are kept where none is given; empty for the login name."""
    zone: str = "Europe/Berlin"
    """Time zone of dates that state none."""
    window_days: int = 30
    """How long a story without news stays open for new documents, in days."""
    window_documents: int = 20_000
    """How many documents new ones are compared with at most, the latest; about 5 KB of memory each."""
    join_percent: int = 50
    """How well a document must fit a story to join it, from 1 to 99; `lagebild advice` says what judgements suggest."""
    poll_minutes: int = 15
    """How often `lagebild watch` visits a source, in minutes."""

    digest_at: str = ""
    """Time of day, such as 07:00, at which `watch` and `serve` send what is new; empty: only `digest --send` does."""
    mail_host: str = ""
    """Mail server (SMTP) that sends the digest; empty: no mail."""
    mail_port: int = 587
    """Its port."""
    mail_security: str = "starttls"
    """How the connection is protected: "starttls", "tls" from its first byte (port 465), or "none"."""
    mail_user: str = ""
    """User name at the mail server; empty where it asks for none."""
    mail_password_file: str = ""
    """File that holds the password, relative to the workspace."""
    mail_from: str = ""
    """Address that the digest comes from."""
    mail_to: str = ""
    """Addresses that the digest goes to, with commas between them."""
    webhook_url: str = ""
    """Address that the digest is posted to as JSON; empty: no webhook."""
    webhook_secret_file: str = ""
    """File that holds the secret by which the receiver knows that it comes from here, relative to the workspace."""
    deliver_private: bool = False
    """Whether mail server and webhook may lie in a private network or on this machine, and may go unprotected."""

    @property
    def store_url(self) -> str:
        """The database URL in force."""
        return self.store or f"sqlite:///{self.workspace / 'lagebild.db'}"


def load_settings(
    workspace: Path | None = None,
    *,
    environment: Mapping[str, str] | None = None,
    overrides: Mapping[str, object] | None = None,
) -> Settings:
    """Assemble the settings; SettingsError names an unknown key or a value of the wrong kind."""
    environment = os.environ if environment is None else environment
    folder = workspace or Path(environment.get(PREFIX + "WORKSPACE") or _default_workspace(environment))
    folder = folder.expanduser().absolute()
    values: dict[str, object] = _read_file(folder / "lagebild.toml")
    for name, text in environment.items():
        if name.startswith(PREFIX) and name != PREFIX + "WORKSPACE":
            values[name.removeprefix(PREFIX).lower()] = text
    values.update({k: v for k, v in (overrides or {}).items() if v is not None})
    settings = replace(Settings(workspace=folder), **{k: _converted(k, v) for k, v in values.items()})
    for sound, fault in _demands(settings):
        if not sound:
            raise SettingsError(fault)
    return settings


def _demands(settings: Settings) -> Iterator[tuple[bool, str]]:
    """Yield what must hold and the sentence where it does not."""
    zone = settings.zone
    yield _is_zone(zone), f'The setting "zone" must be a time zone such as Europe/Berlin, not "{zone}".'
    yield settings.surface in ("de", "en"), f'The setting "surface" must be de or en, not "{settings.surface}".'
    public = settings.public_address
    yield (
        not public or _is_origin(public),
        (f'The setting "public_address" must be scheme and host such as https://news.example, not "{public}".'),
    )
    yield 0 < settings.port < 65536, f'The setting "port" must lie between 1 and 65535, not {settings.port}.'
    yield settings.window_days > 0, f'The setting "window_days" must be at least 1, not {settings.window_days}.'
    most = settings.window_documents
    yield most > 0, f'The setting "window_documents" must be at least 1, not {most}.'
    join = settings.join_percent
    yield 0 < join < 100, f'The setting "join_percent" must lie between 1 and 99, not {join}.'
    yield settings.poll_minutes > 0, f'The setting "poll_minutes" must be at least 1, not {settings.poll_minutes}.'
    yield from _demands_of_delivery(settings)


def _demands_of_delivery(settings: Settings) -> Iterator[tuple[bool, str]]:
    at = settings.digest_at
    yield not at or bool(_CLOCK.fullmatch(at)), f'The setting "digest_at" must be a time such as 07:00, not "{at}".'
    yield 0 < settings.mail_port < 65536, f'The setting "mail_port" must be a port, not {settings.mail_port}.'
    security = settings.mail_security
    known = security in ("starttls", "tls", "none")
    yield known, f'The setting "mail_security" must be starttls, tls or none, not "{security}".'
    bare = security == "none" and (not settings.deliver_private or bool(settings.mail_user))
    yield not bare, 'With "mail_security" none there must be no "mail_user", and "deliver_private" must be yes.'
    for name, text in (("mail_from", settings.mail_from), ("mail_to", settings.mail_to)):
        sound = all(_ADDRESS.fullmatch(a.strip()) for a in text.split(",")) if settings.mail_host else True
        yield sound, f'The setting "{name}" must be a mail address such as desk@news.example, not "{text}".'
    hook = settings.webhook_url
    schemes = ("https://", "http://") if settings.deliver_private else ("https://",)
    # The address may hold a key of the receiver, so it is not repeated.
    sound = not hook or (hook.startswith(schemes) and _is_origin(hook.partition("?")[0], path=True))
    yield sound, 'The setting "webhook_url" must be an address that begins with https:// and holds no user name.'
    yield not hook or bool(settings.webhook_secret_file), 'A webhook needs the setting "webhook_secret_file".'


def _is_origin(address: str, *, path: bool = False) -> bool:
    """Tell an address of scheme, host and perhaps port, and of a path where one is allowed: pages have none."""
    try:
        parts = urlsplit(address)
        sound = parts.port is None or parts.port > 0
    except ValueError:
        return False
    plain = address.isascii() and not any(sign.isspace() for sign in address)
    bare = plain and (path or parts.path in ("", "/")) and not (parts.query or parts.fragment or "@" in parts.netloc)
    return sound and bare and parts.scheme in ("http", "https") and bool(parts.hostname)


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _default_workspace(environment: Mapping[str, str]) -> str:
    home = environment.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return str(Path(home) / "lagebild")


def _read_file(path: Path) -> dict[str, object]:
    if not path.is_file():
        return {}
    try:
        return dict(tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise SettingsError(f"{path}: this is not TOML ({problem}); correct the line or remove the file.") from problem


def _converted(key: str, value: object) -> Any:
    known = {f.name: f for f in fields(Settings) if f.name != "workspace"}
    if key not in known:
        near = difflib.get_close_matches(key, known, n=1)
        hint = f'did you mean "{near[0]}"?' if near else f"known are {', '.join(sorted(known))}."
        raise SettingsError(f'The setting "{key}" is unknown; {hint}')
    default = known[key].default
    try:
        if isinstance(default, bool):
            return _truth(value)
        return int(str(value)) if isinstance(default, int) else str(value)
    except ValueError as problem:
        kind = "yes or no" if isinstance(default, bool) else "a whole number"
        raise SettingsError(f'The setting "{key}" must be {kind}, not "{value}".') from problem


def _truth(value: object) -> bool:
    words = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
    text = str(value).lower()
    if text not in words:
        raise ValueError(text)
    return words[text]


def read_salt(settings: Settings) -> bytes:
    """Return the workspace's salt for pseudonyms (32 bytes), made on first use and readable by its owner only."""
    path = settings.workspace / "salt"
    if not path.is_file():
        settings.workspace.mkdir(parents=True, exist_ok=True)
        fresh = settings.workspace / f"salt.{secrets.token_hex(4)}"
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as handle:
            handle.write(secrets.token_bytes(32))
        # Linking is atomic and never overwrites: whoever is second takes the first one's salt.
        with contextlib.suppress(FileExistsError):
            path.hardlink_to(fresh)
        fresh.unlink()
    return path.read_bytes()


def read_secret(settings: Settings, name: str) -> str:
    """Return what stands in the file that the setting `name` names, without space at its ends.

    SettingsError, which never repeats the secret, where it cannot be read or is empty.
    """
    path = settings.workspace / Path(getattr(settings, name)).expanduser()
    try:
        with path.open("rb") as handle:
            secret = handle.read(_LARGEST_SECRET).decode("utf-8").strip()
    except OSError as problem:
        raise SettingsError(f'The file of the setting "{name}" cannot be read ({problem.strerror}).') from problem
    except UnicodeDecodeError as problem:
        raise SettingsError(f'The file of the setting "{name}" is not UTF-8.') from problem
    if not secret:
        raise SettingsError(f'The file of the setting "{name}" is empty.')
    return secret
