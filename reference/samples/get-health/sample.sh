curl --silent http://localhost:4100/health
