/** Why an entry is refused, and what to write instead. The code is stable, for programs; the message is for people. */
export type RegisteredUriProblem = {
  ok: false
  code: RegisteredUriProblemCode
  message: string
}

export type RegisteredUriProblemCode = keyof typeof MESSAGES

/** `suggestion` is a form of the entry that a parser printed, so it holds no character the grammar refuses. */
export function refuseUri(code: RegisteredUriProblemCode, suggestion?: string): RegisteredUriProblem {
  const message = suggestion === undefined ? MESSAGES[code] : `${MESSAGES[code]} For this one that is ${suggestion}`
  return { ok: false, code, message }
}

const MESSAGES = {
  too_long: 'The URI is too long: use at most 2048 characters.',
  not_printable_ascii:
    'Use printable ASCII without spaces: write international host names in punycode (xn--…), percent-encode the rest.',
  unsafe_character: 'Percent-encode quotes, angle brackets, braces, backslashes, backticks, ^ and | in the URI.',
  malformed_percent_encoding: 'Follow every % by two hexadecimal digits, or write it as %25.',
  not_absolute: 'Write an absolute URI with scheme and host, such as https://app.example.com/callback.',
  forbidden_scheme: 'This scheme is never a redirect target: use https, or a private scheme of your own application.',
  custom_scheme: 'Use https here: schemes of native applications are not allowed in this list.',
  http: 'Use https: plain http is only allowed for localhost, 127.0.0.1 and [::1].',
  userinfo: 'Remove the user name, the password and the @ before the host.',
  fragment: 'Remove the # and what follows: a redirect URI has no fragment.',
  not_a_uri: 'The URI cannot be parsed: check its host and port.',
  not_canonical: 'Write the URI as browsers do: lower-case scheme and host, no default port, no dot segments.',
  invalid_host:
    'Check the host: each part has 1 to 63 letters, digits, - or _, begins and ends without -, and punycode must decode.',
  several_wildcards: 'Use one * at most.',
  wildcard_misplaced: 'Put the * into the first part of the host, or write :* as the port of a loopback address.',
  wildcard_in_punycode: 'Write international host names without a wildcard in the same part.',
  wildcard_too_wide: 'Put at least two literal parts after the wildcard, as in https://*.example.com/callback.',
  wildcard_over_http: 'Use https with a wildcard in the host.',
  wildcard_under_public_suffix:
    'Put the wildcard below a domain of your own: anybody can register a name under this public suffix.',
  wildcard_port_not_loopback: 'Write the port: any port (:*) is only allowed for localhost, 127.0.0.1 and [::1].',
  wildcard_in_default: 'Choose an entry without wildcard as the default.',
} as const
