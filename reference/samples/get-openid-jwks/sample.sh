curl --silent http://localhost:4100/oauth2/jwks
