curl --silent http://localhost:4100/.well-known/openid-configuration
