import json
import threading
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from pipeline.errors import CollectionNotFound, Forbidden, RefusedDecision, TooManyTries, UserNotFound
from pipeline.people.accounts import Accounts
from pipeline.people.audit import Audit
from pipeline.people.principal import Principal
from pipeline.people.sign_in import Throttle
from pipeline.store import audit as chain
from pipeline.store import collections
from pipeline.store import tables as t
from pipeline.store.audit import Entry
from pipeline.store.documents import Store
from pipeline.store.people import SignIns
from pipeline.workspace import Workspace
from tests.makers import ME

WORD = "گذرواژه‌ی بلند"


@pytest.fixture
def accounts(store: Store, audit: Audit) -> Accounts:
    with store.writing() as connection:
        collections.add(connection, "desk", "local")
    found = Accounts(store, audit, hours=1)
    found.add(ME, "زهرا", "editor", ["desk"], WORD)
    return found


def test_who_signs_in_has_his_roles_until_he_signs_out(accounts: Accounts) -> None:
    token = accounts.sign_in("زهرا", WORD, "192.0.2.1")
    who = accounts.by_session(token)
    assert who is not None
    assert (who.name, who.kind, dict(who.roles)) == ("زهرا", "person", {"desk": "editor"})
    accounts.sign_out(who, token)
    assert accounts.by_session(token) is None
    assert accounts.sign_in("زهرا", WORD + "!", "192.0.2.1") == accounts.sign_in("امید", WORD, "192.0.2.1") == ""


def test_nothing_that_opens_the_door_is_kept_as_it_is(accounts: Accounts, store: Store, audit: Audit) -> None:
    tokens = [accounts.sign_in("زهرا", WORD, ""), accounts.add_key(ME, "زهرا")]
    audit.close()  # its rows are written then
    with store.engine.connect() as connection:
        rows = [str(row) for table in t.metadata.sorted_tables for row in connection.execute(select(table))]
    secrets = (*tokens, tokens[1].split("_", 2)[2], WORD)
    assert [row for row in rows if any(secret in row for secret in secrets)] == []


def test_a_session_ends_with_its_time_the_password_and_the_account(store: Store, audit: Audit) -> None:
    short = Accounts(store, audit, hours=-1)
    short.add(ME, "امید", "viewer", [], WORD)
    assert short.by_session(short.sign_in("امید", WORD, "")) is None
    accounts = Accounts(store, audit, hours=1)
    key = accounts.add_key(ME, "امید")
    for disabled in (False, True):
        token = accounts.sign_in("امید", WORD, "")
        assert accounts.by_session(token)
        if disabled:
            accounts.disable(ME, "امید")
        else:
            accounts.set_password(ME, "امید", WORD)
        assert accounts.by_session(token) is None
    assert accounts.by_key(key) is None
    assert accounts.sign_in("امید", WORD, "") == ""
    accounts.disable(ME, "امید", disabled=False)
    assert accounts.sign_in("امید", WORD, "") != ""


def test_a_role_is_given_and_taken_at_once(accounts: Accounts) -> None:
    token = accounts.sign_in("زهرا", WORD, "")
    accounts.set_role(ME, "زهرا", "viewer", [])
    accounts.set_role(ME, "زهرا", None, ["desk"])
    who = accounts.by_session(token)
    assert who
    assert (who.within("viewer"), who.within("editor")) == (None, frozenset())
    with pytest.raises(CollectionNotFound):
        accounts.set_role(ME, "زهرا", "viewer", ["nowhere"])
    with pytest.raises(UserNotFound):
        accounts.set_role(ME, "امید", "viewer", [])
    with pytest.raises(Forbidden):
        accounts.set_role(who, "زهرا", "admin", [])


@pytest.mark.parametrize(("name", "password"), [("زهرا", WORD), ("a b", WORD), ("", WORD), ("امید", "short")])
def test_an_account_that_cannot_be_meant_is_refused(accounts: Accounts, name: str, password: str) -> None:
    with pytest.raises(RefusedDecision):
        accounts.add(ME, name, "viewer", [], password)


def test_one_changes_ones_own_password(accounts: Accounts) -> None:
    who = accounts.by_session(accounts.sign_in("زهرا", WORD, ""))
    assert who
    with pytest.raises(RefusedDecision):
        accounts.change_password(who, "another", "a new password")
    accounts.change_password(who, WORD, "a new password")
    assert accounts.sign_in("زهرا", WORD, "") == ""
    assert accounts.sign_in("زهرا", "a new password", "")


def test_a_key_may_what_its_user_may_as_far_as_its_scopes_go(accounts: Accounts) -> None:
    whole, reading = (accounts.by_key(accounts.add_key(ME, "زهرا", scopes)) for scopes in ((), ("read",)))
    assert whole
    assert reading
    assert (whole.may("editor", "desk"), whole.kind) == (True, "key")
    assert (reading.may("viewer", "desk"), reading.may("editor", "desk")) == (True, False)
    alone = accounts.by_key(accounts.add_key(ME, "crawler", ("read", "write"), ["desk"]))
    assert alone
    assert alone.within("editor") == alone.within() == frozenset({"desk"})
    assert alone.within("reviewer") == frozenset()
    with pytest.raises(RefusedDecision):
        accounts.add_key(ME, "زهرا", (), ["desk"])


def test_a_key_ends_with_its_day_and_when_it_is_revoked(accounts: Accounts) -> None:
    today = datetime.now(UTC).date()
    assert accounts.by_key(accounts.add_key(ME, "bot", expires=today - timedelta(days=1))) is None
    token = accounts.add_key(ME, "bot", expires=today)
    assert accounts.by_key(token)
    assert accounts.by_key(token + "x") is None
    assert [accounts.by_key(given) for given in ("", "asnad_", "asnad_0_0", "زهرا")] == [None] * 4
    accounts.revoke(ME, token.split("_")[1])
    assert accounts.by_key(token) is None


def test_one_sees_and_revokes_ones_own_keys_alone(accounts: Accounts) -> None:
    who = accounts.by_session(accounts.sign_in("زهرا", WORD, ""))
    assert who
    foreign = accounts.add_key(ME, "bot").split("_")[1]
    own = accounts.add_key(who, "زهرا", ("read",), expires=date(2999, 1, 1)).split("_")[1]
    assert [key.id for key in accounts.keys(who)] == [own]
    with pytest.raises(UserNotFound):
        accounts.revoke(who, foreign)
    with pytest.raises(Forbidden):
        accounts.add_key(who, "bot")
    accounts.revoke(who, own)
    assert accounts.own_keys(who) == []


def test_each_failure_makes_the_next_try_wait_longer(accounts: Accounts, store: Store, audit: Audit) -> None:
    for _ in range(4):
        assert accounts.sign_in("زهرا", "wrong", "192.0.2.1") == ""
    with pytest.raises(TooManyTries) as first:
        accounts.sign_in("زهرا", WORD, "192.0.2.2")
    assert first.value.seconds == 1
    again = Accounts(store, audit, hours=1)  # after a restart
    with pytest.raises(TooManyTries):
        again.sign_in("زهرا", WORD, "192.0.2.3")
    with store.writing() as connection:
        connection.execute(update(t.sign_ins).values(at=t.sign_ins.c.at - 60))
    assert again.sign_in("زهرا", WORD, "192.0.2.3")
    with store.engine.connect() as connection:
        assert SignIns(connection).failures("name:زهرا") == (0, 0.0)


def test_one_address_cannot_try_many_names(store: Store) -> None:
    throttle = Throttle(store)
    for number in range(20):
        with throttle.attempt(f"name{number}", "192.0.2.1"):
            pass
    with pytest.raises(TooManyTries), throttle.attempt("another", "192.0.2.1"):
        pass
    with throttle.attempt("another", "192.0.2.2") as attempt:
        attempt.worked()


def test_many_tries_at_once_are_not_more_than_one_after_the_other(accounts: Accounts) -> None:
    refused: list[TooManyTries] = []

    def attempt() -> None:
        try:
            accounts.sign_in("زهرا", "wrong", "192.0.2.1")
        except TooManyTries as error:
            refused.append(error)

    threads = [threading.Thread(target=attempt) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) >= 4


# the audit log --------------------------------------------------------------------------------------------------


def written(store: Store, *acts: str, days: int = 0) -> Audit:
    audit = Audit(store, days)
    for act in acts:
        audit.note(Principal("زهرا", "person", {}, address="192.0.2.1"), "search", act, "main", matches=3)
    audit.close()
    return audit


def test_what_is_noted_is_written_at_the_end_in_a_chain(store: Store) -> None:
    audit = written(store, "تفاهم", "نامه", "یزد")
    found = audit.entries(ME)
    assert [(e.user, e.act, e.subject, e.collection, e.detail["matches"]) for e in found] == [
        ("زهرا", "search", word, "main", 3) for word in ("تفاهم", "نامه", "یزد")
    ]
    assert [e.before for e in found] == ["", found[0].hash, found[1].hash]
    assert (audit.verify(ME).rows, audit.verify(ME).head, audit.verify(ME).broken) == (3, found[2].hash, None)
    assert audit.entries(ME, user="امید") == audit.entries(ME, since="2999-01-01") == []
    with pytest.raises(Forbidden):
        audit.entries(Principal("زهرا", "person", {"main": "admin"}))


@pytest.mark.parametrize("change", [{"subject": "دیگر"}, {"user": "امید"}, {"detail": {}}, {"hash": "0" * 64}])
def test_a_row_that_was_changed_is_told(store: Store, change: dict[str, object]) -> None:
    audit = written(store, "تفاهم", "نامه", "یزد")
    with store.writing() as connection:
        connection.execute(update(t.audit).where(t.audit.c.id == 2).values(change))
    assert audit.verify(ME).broken == 2


def test_a_row_that_was_taken_out_is_told(store: Store) -> None:
    audit = written(store, "تفاهم", "نامه", "یزد")
    with store.writing() as connection:
        connection.execute(t.audit.delete().where(t.audit.c.id == 1))
    assert audit.verify(ME).broken == 2


def test_a_cut_leaves_a_chain_that_is_whole(store: Store) -> None:
    old = [Entry("زهرا", "person", "read", f"d{n}", "main", {}, at="2020-01-01T00:00:00+00:00") for n in range(3)]
    with store.writing() as connection:
        chain.add(connection, old)
    audit = written(store, "تفاهم", days=30)
    assert audit.cut() == 0  # it was done when the first row was written
    assert [(e.act, e.id) for e in audit.entries(ME)] == [("search", 4), ("cut", 5)]
    assert audit.verify(ME).broken is None
    with store.writing() as connection:
        connection.execute(t.audit.delete().where(t.audit.c.id == 4))
    assert audit.verify(ME).broken == 5


def test_a_cut_of_everything_leaves_where_the_chain_goes_on(store: Store) -> None:
    with store.writing() as connection:
        chain.add(connection, [Entry("زهرا", "person", "read", "d", at="2020-01-01T00:00:00+00:00")])
    audit = Audit(store, days=30)
    assert audit.cut() == 1
    assert [e.act for e in written(store, "یزد").entries(ME)] == ["cut", "search"]
    assert audit.verify(ME).broken is None


def test_several_programs_write_one_chain(store: Store) -> None:
    audits = [Audit(store) for _ in range(3)]
    for number in range(40):
        audits[number % 3].note(ME, "read", str(number), note="\ud800")
    for audit in audits:
        audit.close()
    found = audits[0].verify(ME)
    assert (found.rows, found.broken) == (40, None)


def test_what_people_do_is_in_the_log(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    path.write_text(json.dumps({"id": "x1", "text": "استانداری یزد نشست داشت."}) + "\n", encoding="utf-8")
    run = workspace.ingest(ME, [path]).run
    workspace.search(ME, "نشست")
    entity = workspace.entities.find(ME, label="ORG")[0].entity.id
    workspace.entities.rename(ME, entity, "استانداری")
    list(workspace.matches(ME, "نشست"))
    workspace.document(ME, "x1")
    key = workspace.delete(ME, "x1")
    workspace.audit.close()
    assert [(e.act, e.subject, e.collection) for e in workspace.audit.entries(ME)] == [
        ("run", run, "main"),
        ("ingest", run, "main"),
        ("search", "نشست", "*"),
        ("decide", entity, ""),
        ("export", "نشست", "*"),
        ("read", key, "main"),
        ("delete", key, "main"),
    ]
