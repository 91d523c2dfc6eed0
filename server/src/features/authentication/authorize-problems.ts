import type { AppContext } from '../../context.ts'
import type { Messages } from '../../pages/messages/messages.ts'
import { listApplications } from '../applications/application.queries.ts'
import type { RedirectDecision } from '../applications/decide-redirect.ts'
import { registerCommand } from '../applications/register-command.ts'
import type { AuthorizeProblem } from './authorize-problem.view.ts'

const LONGEST_SHOWN = 300
const MOST_SHOWN = 10

/** What the problem page is told; in production it does not list what is configured, since anybody can open it. */
export function malformedRequestProblem(text: Messages): AuthorizeProblem {
  return {
    title: text.authorizeProblem.malformedTitle,
    problem: text.authorizeProblem.malformed,
    howToFix: [
      {
        text: 'Build the URL with the SDK: getAuthorizationUrl({ provider: "authkit", clientId, redirectUri, state }).',
      },
    ],
  }
}

export async function unknownClientProblem(
  app: AppContext,
  text: Messages,
  clientId: string | undefined,
): Promise<AuthorizeProblem> {
  const problem: AuthorizeProblem = {
    title: text.authorizeProblem.unknownClientTitle,
    problem: clientId ? text.authorizeProblem.unknownClient : text.authorizeProblem.missingClient,
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
  text: Messages,
  { redirectUri, decision }: { redirectUri: string | undefined; decision: RedirectDecision },
): AuthorizeProblem {
  const problem: AuthorizeProblem = {
    title: text.authorizeProblem.unregisteredTitle,
    problem: text.authorizeProblem.unregistered,
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
        command: registerCommand(app.config, 'redirect_uri', uri),
      },
    ],
  }
}

function shorten(value: string | undefined): string {
  if (value === undefined) return '(none)'
  return value.length > LONGEST_SHOWN ? `${value.slice(0, LONGEST_SHOWN)}…` : value
}
