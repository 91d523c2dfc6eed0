import { sessions } from '../../sessions'

export const GET = (request) => sessions.signIn(request)
