const response = await fetch('http://localhost:4100/ready')

console.log(response.status, await response.json())
