// On the page after a sign-out: tells the other tabs, which show what is over.
new BroadcastChannel('gatehouse').postMessage('signed-out')
