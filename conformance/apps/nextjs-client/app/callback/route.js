import { sessions } from '../../sessions'

export const GET = (request) => sessions.callback(request)
