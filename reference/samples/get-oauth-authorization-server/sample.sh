curl --silent http://localhost:4100/.well-known/oauth-authorization-server
