import { sessions } from '../../sessions'

export const POST = (request) => sessions.signOut(request, { returnTo: process.env.RETURN_TO })
