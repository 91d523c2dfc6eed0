const response = await fetch('http://localhost:4100/health')

console.log(response.status, await response.json())
