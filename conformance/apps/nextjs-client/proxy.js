import { withSession } from '@gatehouse/client/next'
import { NextResponse } from 'next/server'
import { sessions } from './sessions'

export const proxy = withSession(sessions, NextResponse)

export const config = { matcher: ['/'] }
