import { html } from 'hono/html'
import type { Html } from './page.view.ts'

const LANES = ['Your application', 'Browser', 'Gatehouse'] as const
type Lane = (typeof LANES)[number]

interface Step {
  from: Lane
  to: Lane
  /** On the arrow. */
  short: string
  /** In the list, which says everything that the picture shows. */
  text: string
}

const STEPS: Step[] = [
  {
    from: 'Browser',
    to: 'Your application',
    short: 'POST /sign-out',
    text: 'The browser asks your application to sign out.',
  },
  {
    from: 'Your application',
    to: 'Browser',
    short: '302 → the logout URL',
    text: 'Your application deletes its own cookie and redirects to the logout URL.',
  },
  {
    from: 'Browser',
    to: 'Gatehouse',
    short: 'GET …/sessions/logout',
    text: 'The browser follows it to Gatehouse, with session_id and return_to.',
  },
  {
    from: 'Gatehouse',
    to: 'Gatehouse',
    short: 'the session ends',
    text: 'Gatehouse ends the session, its refresh tokens and the hosted sign-in, in one transaction, before it answers.',
  },
  {
    from: 'Gatehouse',
    to: 'Browser',
    short: '302 → return_to',
    text: 'It answers with a redirect to return_to if that is registered, else to the default sign-out URI, else to its own page, and clears its cookies.',
  },
  {
    from: 'Browser',
    to: 'Your application',
    short: 'GET /signed-out',
    text: 'The browser is back at your application, signed out everywhere.',
  },
]

const WIDTH = 720
const LANE_X: Record<Lane, number> = { 'Your application': 100, Browser: 360, Gatehouse: 620 }
const TOP = 64
const GAP = 46
const HEIGHT = TOP + GAP * STEPS.length + 8

/** The redirects of a sign-out: a picture where there is room for one, and the same in words. */
export function logoutPicture(): Html {
  return html`<section class="picture" aria-labelledby="redirects">
<h2 id="redirects">The redirects of a sign-out</h2>
<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="Three lanes, your application, the browser and Gatehouse, with the six steps listed below between them.">
<defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto-start-reverse"><path d="M0 0 8 4 0 8Z"/></marker></defs>
${LANES.map(
  (lane) => html`<line class="lane" x1="${LANE_X[lane]}" y1="40" x2="${LANE_X[lane]}" y2="${HEIGHT}"/>
<rect x="${LANE_X[lane] - 80}" y="4" width="160" height="36" rx="10"/>
<text class="lane-name" x="${LANE_X[lane]}" y="27">${lane}</text>`,
)}
${STEPS.map((step, index) => arrow(step, index))}
</svg>
<ol>
${STEPS.map(({ text }) => html`<li>${text}</li>`)}
</ol>
</section>`
}

function arrow({ from, to, short }: Step, index: number): Html {
  const y = TOP + GAP * index + 24
  const label = `${index + 1}. ${short}`
  if (from === to) {
    return html`<rect class="act" x="${LANE_X[to] - 84}" y="${y - 20}" width="168" height="28" rx="6"/>
<text class="act-name" x="${LANE_X[to]}" y="${y - 2}">${label}</text>`
  }
  const towards = Math.sign(LANE_X[to] - LANE_X[from])
  return html`<line class="arrow" x1="${LANE_X[from] + towards * 4}" y1="${y}" x2="${LANE_X[to] - towards * 4}" y2="${y}" marker-end="url(#tip)"/>
<text x="${(LANE_X[from] + LANE_X[to]) / 2}" y="${y - 8}">${label}</text>`
}
