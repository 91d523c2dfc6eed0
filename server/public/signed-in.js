// On pages that show a signed-in person: they do not outlive the sign-in. Whoever still is signed in sees the page again.
// What the page is about stays: the sign-in that an application began. What it told once does not.
const request = new URLSearchParams(location.search).get('request')
const address = location.pathname + (request ? `?request=${encodeURIComponent(request)}` : '')
const reload = () => location.replace(address)

// Signed out in another tab, on a page of ours.
new BroadcastChannel('gatehouse').addEventListener('message', reload)

// Brought back as it was left, by the back button.
addEventListener('pageshow', (event) => {
  if (event.persisted) reload()
})

// Signed out in another tab, on a page of an application: asked when somebody looks at this one again.
document.addEventListener('visibilitychange', async () => {
  if (document.visibilityState !== 'visible') return
  const answer = await fetch(address, { method: 'HEAD', redirect: 'manual' }).catch(() => undefined)
  if (answer?.type === 'opaqueredirect' || answer?.status === 400) reload()
})
