"""The conformance script in Python. Prints a line for each check: outcome, name, detail."""

import json
import os
import urllib.error
import urllib.parse
import urllib.request

from workos import (
    AuthenticationError,
    BadRequestError,
    NotFoundError,
    RateLimitExceededError,
    UnprocessableEntityError,
    WorkOSClient,
)
from workos.session import seal_session_from_auth_response

with open(os.environ["GATEHOUSE_PLAN"]) as file:
    plan = json.load(file)


def client(api_key=plan["apiKey"]):
    # Without retries: what the server answers at once is what is checked.
    return WorkOSClient(api_key=api_key, client_id=plan["clientId"], base_url=plan["baseUrl"], max_retries=0)


workos = client()
users = workos.user_management


def check(name, act):
    try:
        print("ok", name, act() or "", sep="\t")
    except Exception as error:  # Whatever it is, it is the outcome of this check.
        print("fail", name, repr(error).replace("\n", " ")[:300], sep="\t")


def expect(actual, wanted):
    assert actual == wanted, f"{actual!r} is not {wanted!r}"


def refused(kind, act):
    try:
        act()
    except kind as error:
        return type(error).__name__
    raise AssertionError("it was not refused")


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def follow(url):
    """As a browser does, one step: the status and where it leads."""
    try:
        answer = urllib.request.build_opener(NoRedirect).open(url)
    except urllib.error.HTTPError as error:
        answer = error
    return answer.status, answer.headers.get("location")


def parameters(url):
    return dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(url).query, keep_blank_values=True))


def sign_in():
    return users.authenticate_with_password(email=plan["email"], password=plan["password"])


def sealed(answer):
    data = seal_session_from_auth_response(
        access_token=answer.access_token,
        refresh_token=answer.refresh_token,
        user=answer.user.to_dict(),
        cookie_password=plan["cookiePassword"],
    )
    return users.load_sealed_session(session_data=data, cookie_password=plan["cookiePassword"])


def session_id(answer):
    result = sealed(answer).authenticate()
    assert result.authenticated, result
    return result.session_id


def by_password():
    answer = sign_in()
    expect(answer.user.email, plan["email"])
    assert answer.access_token and answer.refresh_token


def by_code():
    expect(users.authenticate_with_code(code=plan["code"]).user.email, plan["email"])


def verify_token():
    answer = sign_in()
    session_id(answer)
    head, payload, signature = answer.access_token.split(".")
    answer.access_token = f"{head}.{payload}.{signature[::-1]}"
    expect(sealed(answer).authenticate().reason.value, "invalid_jwt")


def sealed_session():
    result = sealed(sign_in()).authenticate()
    expect((result.authenticated, result.user["email"]), (True, plan["email"]))


def refresh():
    session = sealed(sign_in())
    before = session.authenticate().session_id
    result = session.refresh()
    assert result.authenticated, result
    expect(result.session_id, before)


def list_sessions():
    answer = sign_in()
    found = [session.id for session in users.list_sessions(answer.user.id, limit=100).data]
    assert session_id(answer) in found


def logout_url():
    url = users.get_logout_url(session_id="session_x")
    expect(parameters(url), {"session_id": "session_x"})
    return url


def logout_url_with_return_to():
    url = users.get_logout_url(session_id="session_x", return_to=plan["returnTo"])
    expect(parameters(url), {"session_id": "session_x", "return_to": plan["returnTo"]})
    return url


def logout_url_missing_id():
    expect(follow(users.get_logout_url(session_id=""))[0], 422)
    return "422 when followed"


def follow_logout_url():
    ended = session_id(sign_in())
    expect(follow(users.get_logout_url(session_id=ended, return_to=plan["returnTo"])), (302, plan["returnTo"]))
    return ended


def refresh_refused():
    answer = sign_in()
    follow(users.get_logout_url(session_id=session_id(answer)))
    return refused(
        BadRequestError, lambda: users.authenticate_with_refresh_token(refresh_token=answer.refresh_token)
    )


def revoke():
    answer = sign_in()
    ended = session_id(answer)
    users.revoke_session(session_id=ended)
    refused(BadRequestError, lambda: users.authenticate_with_refresh_token(refresh_token=answer.refresh_token))
    return ended


def paging():
    first = users.list_users(limit=2)
    expect(len(first.data), 2)
    expect(len({user.id for user in first.auto_paging_iter()}), plan["people"])


def too_many():
    for _ in range(10):
        users.reset_password(email=plan["email"])


def webhook():
    given = {"event_signature": plan["webhookHeader"], "secret": plan["webhookSecret"]}
    event = workos.webhooks.verify_event(event_body=plan["webhookBody"], **given)
    expect(event.event, "session.revoked")
    return refused(
        ValueError, lambda: workos.webhooks.verify_event(event_body=plan["webhookBody"] + " ", **given)
    )


check("password", by_password)
check("code", by_code)
check("verify-token", verify_token)
check("sealed-session", sealed_session)
check("refresh", refresh)
check("list-sessions", list_sessions)
check("logout-url", logout_url)
check("logout-url-with-return-to", logout_url_with_return_to)
check("logout-url-missing-id", logout_url_missing_id)
check("follow-logout-url", follow_logout_url)
check("refresh-refused", refresh_refused)
check("revoke", revoke)
check("paging", paging)
check(
    "error-400",
    lambda: refused(
        BadRequestError,
        lambda: users.authenticate_with_password(email=plan["email"], password="not the password"),
    ),
)
check("error-401", lambda: refused(AuthenticationError, client("sk_wrong").user_management.list_users))
check("error-404", lambda: refused(NotFoundError, lambda: users.get_user("user_unknown")))
check("error-422", lambda: refused(UnprocessableEntityError, lambda: users.create_user(email="no address")))
check("error-429", lambda: refused(RateLimitExceededError, too_many))
check("webhook", webhook)
