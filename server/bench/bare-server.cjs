const http = require('node:http')
const { DatabaseSync } = require('node:sqlite')

new DatabaseSync(':memory:')
http.createServer((_request, response) => response.end('{}')).listen(Number(process.env.PORT), '127.0.0.1')
