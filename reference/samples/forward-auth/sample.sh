curl --silent --output /dev/null \
  --write-out '%{http_code} %header{x-auth-email}\n' \
  'http://localhost:4100/forward-auth?client_id=client_local' \
  --header 'Authorization: Bearer the-access-token'
