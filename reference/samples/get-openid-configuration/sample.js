const response = await fetch('http://localhost:4100/.well-known/openid-configuration')

console.log(response.status, await response.json())
