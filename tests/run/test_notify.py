"""What is new, sent: exactly the digest, each entry once, to a real mail server and a real web server."""

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.run.postbox import closed_port, postbox, receiver
from typer.testing import CliRunner

from lagebild.records.errors import SettingsError
from lagebild.report.render.digest import digest_row
from lagebild.run import notify
from lagebild.run.notify import Delivery
from lagebild.run.workspace import Workspace, open_workspace
from lagebild.serve.cli.app import app
from lagebild.settings import load_settings

SECRET = "ein-langes-geheimnis"
FIRST = "In Gera brannte am Montag ein Lager. Dabei wurden 12 Menschen verletzt, sagte Einsatzleiterin Ute Brandner."
SECOND = "Beim Brand in Gera wurden am Montag 17 Menschen verletzt, sagte Einsatzleiterin Ute Brandner am Dienstag."


@pytest.fixture
def space(tmp_path: Path) -> Iterator[Workspace]:
    (tmp_path / "secret").write_text(f"{SECRET}\n", encoding="utf-8")
    with open_workspace(tmp_path, encoder=False, deliver_private=True, webhook_secret_file="secret") as workspace:
        yield workspace


def tell(workspace: Workspace, identifier: str, text: str) -> None:
    workspace.add_rows([{"id": identifier, "text": text, "outlet": identifier, "published": "2026-03-30T12:00"}])
    workspace.run()


def with_hook(workspace: Workspace, url: str) -> None:
    workspace.settings = replace(workspace.settings, webhook_url=url)


def with_mail(workspace: Workspace, port: int, to: str = "desk@news.example", **more: str) -> None:
    host = {"mail_host": "127.0.0.1", "mail_port": port, "mail_security": "none", "mail_from": "lagebild@news.example"}
    workspace.settings = replace(workspace.settings, mail_to=to, **{**host, **more})  # type: ignore[arg-type]


def entries(body: bytes) -> list[str]:
    return [new["id"] for story in json.loads(body)["data"]["stories"] for new in story["new"]]


def undated(stories: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the stories without the moment that each entry is new since: the second may have changed in between."""
    return [s | {"new": [{k: v for k, v in new.items() if k != "since"} for new in s["new"]]} for s in stories]


def test_nothing_is_sent_unless_somebody_is_set_up(space: Workspace) -> None:
    with pytest.raises(SettingsError, match="Nobody is set up"):
        space.send_digest()
    assert next(iter(space.watch(1))).refused == ()


def test_a_webhook_gets_exactly_the_digest_signed_and_each_entry_once(space: Workspace) -> None:
    tell(space, "a", FIRST)
    since = datetime.now(UTC) - timedelta(days=1)
    wanted = digest_row(space.digest(space.asked(since=since.isoformat())))
    with receiver() as got:
        with_hook(space, got.url)
        (sent,) = space.send_digest().sent
        assert sent[1] == 1
        ((headers, body),) = got.posts
        said = json.loads(body)
        assert undated(said["data"]["stories"]) == undated(wanted["stories"]) != []
        signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
        mac = base64.b64encode(hmac.new(SECRET.encode(), signed, hashlib.sha256).digest()).decode()
        assert headers["webhook-signature"] == f"v1,{mac}"
        assert abs(int(headers["webhook-timestamp"]) - datetime.now(UTC).timestamp()) < 60

        assert space.send_digest() == Delivery(((sent[0], 0),))
        assert len(got.posts) == 1, "nothing new, nothing sent"
        tell(space, "b", SECOND)
        space.send_digest()
        assert len(got.posts) == 2
        first, second = (entries(b) for _, b in got.posts)
        assert first and second
        assert not set(first) & set(second)
        assert got.posts[0][0]["webhook-id"] != got.posts[1][0]["webhook-id"]


def test_what_could_not_be_delivered_is_told_and_comes_the_next_time(
    space: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lagebild.acquire.webhook.time.sleep", lambda _: None)
    tell(space, "a", FIRST)
    with receiver(400, 204) as got:
        with_hook(space, got.url)
        failed = space.send_digest()
        assert failed.sent == ()
        assert [r.reason for r in failed.refused] == ["It answered with status 400."]
        assert len(got.posts) == 1, "who refuses is not asked again"
        assert "status 400" in space.issues()[0].reason
        assert "geheim" not in str(failed) + str(space.issues()), "the key in the address is not told"
        tell(space, "b", SECOND)
        assert space.send_digest().refused == ()
        refused, taken = (entries(body) for _, body in got.posts)
        assert set(refused) < set(taken)


def test_each_recipient_has_its_mail_and_one_that_is_refused_holds_up_no_other(space: Workspace) -> None:
    tell(space, "a", FIRST)
    with postbox() as box:
        with_mail(space, box.port, "desk@news.example, chef@news.example")
        assert space.send_digest() == Delivery((("mail:desk@news.example", 1), ("mail:chef@news.example", 1)))
        assert [to for to, _ in box.messages] == ["desk@news.example", "chef@news.example"]
        message = box.messages[0][1]
        assert message["To"] == "desk@news.example"
        assert message["Subject"].startswith("Lagebild: Was ist neu, ")
        text, page = message.get_body(("plain",)), message.get_body(("html",))
        assert text is not None
        assert page is not None
        assert "Brandner" in text.get_content()
        assert "<script" not in page.get_content()
        assert "Brandner" in page.get_content()

        box.refuses["RCPT"] = "550 no such user"
        tell(space, "b", SECOND)
        failed = space.send_digest()
        assert [(r.item, r.reason) for r in failed.refused] == [
            ("mail:desk@news.example", "127.0.0.1 refused the recipient (550)."),
            ("mail:chef@news.example", "127.0.0.1 refused the recipient (550)."),
        ]
        box.refuses.clear()
        assert space.send_digest().refused == ()
        assert len(box.messages) == 4
        assert len({m["Message-ID"] for _, m in box.messages}) == 4
        space.send_digest()
        assert len(box.messages) == 4


def test_watch_sends_once_a_day_from_the_time_that_is_set(space: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    tell(space, "a", FIRST)
    with postbox() as box:
        with_mail(space, box.port)
        list(space.watch(1))
        assert box.messages == [], "no time is set"
        space.settings = replace(space.settings, digest_at="00:00")
        list(space.watch(1))
        assert len(box.messages) == 1
        tell(space, "b", SECOND)
        list(space.watch(1))
        assert len(box.messages) == 1, "not twice a day"
        tomorrow = datetime.now(UTC).replace(microsecond=0) + timedelta(days=1)
        monkeypatch.setattr(notify, "settled", lambda *_: tomorrow)
        monkeypatch.setattr("lagebild.run.workspace.now", lambda: tomorrow)
        list(space.watch(1))
        assert len(box.messages) == 2


def test_watch_goes_on_where_nobody_listens(space: Workspace) -> None:
    tell(space, "a", FIRST)
    with_mail(space, closed_port())
    space.settings = replace(space.settings, digest_at="00:00")
    (intake,) = space.watch(1)
    assert [r.reason for r in intake.refused] == ["No connection to 127.0.0.1: connection refused."]


def test_the_command_says_who_was_told_and_what_failed(tmp_path: Path) -> None:
    with postbox() as box:
        (tmp_path / "lagebild.toml").write_text(
            f'encoder = "no"\ndeliver_private = "yes"\nmail_host = "127.0.0.1"\nmail_port = {box.port}\n'
            'mail_security = "none"\nmail_from = "a@news.example"\nmail_to = "b@news.example"\n',
            encoding="utf-8",
        )
        with open_workspace(tmp_path) as workspace:
            tell(workspace, "a", FIRST)
        done = CliRunner().invoke(app, ["digest", "--send", "-w", str(tmp_path)])
        assert (done.exit_code, done.stdout) == (0, "1 stories with news to mail:b@news.example.\n")
        assert CliRunner().invoke(app, ["digest", "--send", "--seen", "-w", str(tmp_path)]).exit_code == 2
        box.refuses["MAIL"] = "451 later"
        with open_workspace(tmp_path) as workspace:
            tell(workspace, "b", SECOND)
        failed = CliRunner().invoke(app, ["digest", "--send", "-w", str(tmp_path)])
        assert failed.exit_code == 1
        assert "did not take the message (451)" in failed.stderr


@pytest.mark.parametrize(
    ("values", "wanted"),
    [
        ({"digest_at": "7 Uhr"}, "digest_at"),
        ({"mail_host": "m.example", "mail_from": "a@b.example"}, "mail_to"),
        (
            {"mail_host": "m.example", "mail_from": "a@b.example\nBcc: c@d.example", "mail_to": "e@f.example"},
            "mail_from",
        ),
        ({"mail_security": "ssl"}, "starttls, tls or none"),
        ({"mail_security": "none"}, "deliver_private"),
        ({"mail_security": "none", "deliver_private": "yes", "mail_user": "a"}, "mail_user"),
        ({"webhook_url": "http://hook.example/", "webhook_secret_file": "s"}, "https"),
        ({"webhook_url": "https://a:b@hook.example/", "webhook_secret_file": "s"}, "no user name"),
        ({"webhook_url": "https://hook.example/x"}, "webhook_secret_file"),
    ],
)
def test_settings_of_delivery_that_cannot_work_are_refused(tmp_path: Path, values: dict[str, str], wanted: str) -> None:
    with pytest.raises(SettingsError, match=wanted):
        load_settings(tmp_path, environment={}, overrides=values)


def test_a_secret_that_is_missing_is_a_failure_of_its_channel_only(space: Workspace) -> None:
    tell(space, "a", FIRST)
    with postbox() as box:
        with_mail(space, box.port)
        space.settings = replace(space.settings, webhook_url="https://hook.example/", webhook_secret_file="nowhere")
        done = space.send_digest()
        assert [to for to, _ in done.sent] == ["mail:desk@news.example"]
        assert "cannot be read" in done.refused[0].reason
