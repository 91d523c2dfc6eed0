curl --silent http://localhost:4100/sso/jwks/client_local
