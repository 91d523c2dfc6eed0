import type { AppContext } from '../../context.ts'
import { listApplications } from '../applications/application.queries.ts'
import type { RedirectDecision } from '../applications/decide-redirect.ts'

/** What the problem page is told; in production it does not list what is configured, since anybody can open it. */
interface Problem {
  title: string
  problem: string
  received?: { name: string; value: string }[]
  registered?: { name: string; value: string }[]
  howToFix: { text: string; command?: string }[]
}

const LONGEST_SHOWN = 300
const MOST_SHOWN = 10

export function malformedRequestProblem(): Problem {
  return {
    title: 'This sign-in link is not valid',
    problem: 'One of its parameters is given more than once, or is far too long.',
    howToFix: [
      {
        text: 'Build the URL with the SDK: getAuthorizationUrl({ provider: "authkit", clientId, redirectUri, state }).',
      },
    ],
  }
}

export async function unknownClientProblem(app: AppContext, clientId: string | undefined): Promise<Problem> {
  const problem: Problem = {
    title: 'Unknown application',
    problem: clientId
      ? 'The client_id of this sign-in link does not belong to any application here.'
      : 'This sign-in link has no client_id, so there is no telling which application sent you.',
    howToFix: [
      {
        text: 'Set the client ID in the configuration of your application (WORKOS_CLIENT_ID or the clientId option).',
      },
    ],
  }
  if (app.config.mode === 'production') return problem
  const applications = await listApplications(app.db)
  return {
    ...problem,
    received: [{ name: 'client_id', value: shorten(clientId) }],
    registered: applications.slice(0, MOST_SHOWN).map(({ id }) => ({ name: 'client_id', value: id })),
  }
}

export function unregisteredRedirectProblem(
  app: AppContext,
  redirectUri: string | undefined,
  decision: RedirectDecision,
): Problem {
  const problem: Problem = {
    title: 'Redirect URI is not registered',
    problem:
      'For your safety the sign-in stops here: the address it would return to is not on the list of this server.',
    howToFix: [
      {
        text: 'If you are the developer: register the exact redirect URI, including a slash at its end.',
      },
    ],
  }
  if (app.config.mode === 'production') return problem
  const uri = shorten(redirectUri)
  return {
    ...problem,
    received: [{ name: 'redirect_uri', value: uri }],
    registered: decision.registered.slice(0, MOST_SHOWN).map((value) => ({ name: 'redirect_uri', value })),
    howToFix: [
      {
        text: 'Register it with this request, or put it under redirectUris in the seed file:',
        command: `curl ${app.config.publicUrl}/user_management/redirect_uris \\
  -H 'Authorization: Bearer sk_test_default' \\
  -H 'Content-Type: application/json' \\
  -d '${JSON.stringify({ uri }).replaceAll("'", "'\\''")}'`,
      },
    ],
  }
}

function shorten(value: string | undefined): string {
  if (value === undefined) return '(none)'
  return value.length > LONGEST_SHOWN ? `${value.slice(0, LONGEST_SHOWN)}…` : value
}
