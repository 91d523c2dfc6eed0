/**
 * Where the browser may go after it has signed in: an address of this application, or else its front page. Whole, because
 * browsers take a path like `//other.example` for a host.
 */
export function decideReturnTo(wanted: string | null | undefined, origin: string): string {
  const home = `${origin}/`
  if (!wanted || !URL.canParse(wanted, home)) return home
  const url = new URL(wanted, home)
  url.username = ''
  url.password = ''
  return url.origin === origin ? url.href : home
}
