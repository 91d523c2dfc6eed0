# The conformance script in Ruby. Prints a line for each check: outcome, name, detail.

require "base64"
require "json"
require "net/http"
require "set"
require "workos"

PLAN = JSON.parse(File.read(ENV.fetch("GATEHOUSE_PLAN")))

# Without retries: what the server answers at once is what is checked.
def connect(api_key)
  WorkOS::Client.new(api_key: api_key, client_id: PLAN["clientId"], base_url: PLAN["baseUrl"], max_retries: 0)
end

CLIENT = connect(PLAN["apiKey"])
USERS = CLIENT.user_management

def check(name)
  puts ["ok", name, yield || ""].join("\t")
rescue StandardError => error
  puts ["fail", name, error.inspect.tr("\n", " ")[0, 300]].join("\t")
end

def expect(actual, wanted)
  raise "#{actual.inspect} is not #{wanted.inspect}" unless actual == wanted
end

def refused(kind)
  yield
  raise "it was not refused"
rescue kind => error
  error.class.name.split("::").last
end

# As a browser does, one step: the status and where it leads.
def follow(url)
  answer = Net::HTTP.get_response(URI(url))
  [answer.code.to_i, answer["location"]]
end

def parameters(url)
  URI.decode_www_form(URI(url).query).to_h
end

def sign_in
  USERS.authenticate_with_password(email: PLAN["email"], password: PLAN["password"])
end

def session_id(answer)
  JSON.parse(Base64.urlsafe_decode64(answer.access_token.split(".")[1]))["sid"]
end

def sealed(answer, access_token: answer.access_token)
  data = CLIENT.session_manager.seal_session_from_auth_response(
    access_token: access_token,
    refresh_token: answer.refresh_token,
    user: answer.user.to_h,
    cookie_password: PLAN["cookiePassword"]
  )
  CLIENT.session_manager.load(seal_data: data, cookie_password: PLAN["cookiePassword"])
end

def refresh_with(token)
  USERS.authenticate_with_refresh_token(refresh_token: token)
end

check("password") do
  answer = sign_in
  expect(answer.user.email, PLAN["email"])
  expect(answer.access_token.empty? || answer.refresh_token.empty?, false)
  ""
end
check("code") do
  expect(USERS.authenticate_with_code(code: PLAN["code"]).user.email, PLAN["email"])
end
check("verify-token") do
  answer = sign_in
  result = sealed(answer).authenticate
  expect(result.authenticated, true)
  expect(result.session_id, session_id(answer))
  head, payload, signature = answer.access_token.split(".")
  forged = sealed(answer, access_token: "#{head}.#{payload}.#{signature.reverse}").authenticate
  expect(forged.authenticated, false)
  "a forged token is refused"
end
check("sealed-session") do
  expect(sealed(sign_in).authenticate.authenticated, true)
end
check("refresh") do
  answer = sign_in
  result = sealed(answer).refresh
  expect(result.authenticated, true)
  expect(result.session_id, session_id(answer))
end
check("list-sessions") do
  answer = sign_in
  ids = USERS.list_sessions(id: answer.user.id, limit: 100).data.map(&:id)
  expect(ids.include?(session_id(answer)), true)
end
check("logout-url") do
  url = USERS.get_logout_url(session_id: "session_x")
  expect(parameters(url), {"session_id" => "session_x"})
  url
end
check("logout-url-with-return-to") do
  url = USERS.get_logout_url(session_id: "session_x", return_to: PLAN["returnTo"])
  expect(parameters(url), {"session_id" => "session_x", "return_to" => PLAN["returnTo"]})
  url
end
check("logout-url-missing-id") do
  expect(follow(USERS.get_logout_url(session_id: nil))[0], 422)
  "422 when followed"
end
check("follow-logout-url") do
  ended = session_id(sign_in)
  expect(follow(USERS.get_logout_url(session_id: ended, return_to: PLAN["returnTo"])), [302, PLAN["returnTo"]])
  ended
end
check("refresh-refused") do
  answer = sign_in
  follow(USERS.get_logout_url(session_id: session_id(answer)))
  refused(WorkOS::InvalidRequestError) { refresh_with(answer.refresh_token) }
end
check("revoke") do
  answer = sign_in
  USERS.revoke_session(session_id: session_id(answer))
  refused(WorkOS::InvalidRequestError) { refresh_with(answer.refresh_token) }
  session_id(answer)
end
check("paging") do
  first = USERS.list_users(limit: 2)
  expect(first.data.size, 2)
  expect(first.auto_paging_each.map(&:id).to_set.size, PLAN["people"])
end
check("error-400") do
  refused(WorkOS::InvalidRequestError) do
    USERS.authenticate_with_password(email: PLAN["email"], password: "not the password")
  end
end
check("error-401") { refused(WorkOS::AuthenticationError) { connect("sk_wrong").user_management.list_users } }
check("error-404") { refused(WorkOS::NotFoundError) { USERS.get_user(id: "user_unknown") } }
check("error-422") { refused(WorkOS::UnprocessableEntityError) { USERS.create_user(email: "no address") } }
check("error-429") do
  refused(WorkOS::RateLimitExceededError) { 10.times { USERS.reset_password(email: PLAN["email"]) } }
end
check("webhook") do
  verify = ->(body) { CLIENT.webhooks.verify_event(payload: body, sig_header: PLAN["webhookHeader"], secret: PLAN["webhookSecret"]) }
  verify.call(PLAN["webhookBody"])
  refused(WorkOS::SignatureVerificationError) { verify.call("#{PLAN["webhookBody"]} ") }
end
