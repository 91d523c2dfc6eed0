curl --silent --output /dev/null \
  --write-out '%{http_code} %{redirect_url}\n' \
  --get http://localhost:4100/oauth2/authorize \
  --data-urlencode client_id=client_local \
  --data-urlencode redirect_uri=http://localhost:3000/callback \
  --data-urlencode response_type=code \
  --data-urlencode 'scope=openid email' \
  --data-urlencode prompt=none
