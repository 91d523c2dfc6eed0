import { sessions } from '../../sessions'

export async function POST(request) {
  const { setCookie } = await sessions.refresh(request)
  // What is shown after it is of the next request, with the new cookie.
  const headers = [['location', '/'], ...setCookie.map((cookie) => ['set-cookie', cookie])]
  return new Response(null, { status: 303, headers })
}
