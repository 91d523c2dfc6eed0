curl --silent --output /dev/null \
  --write-out '%{http_code} %{redirect_url}\n' \
  --get http://localhost:4100/user_management/authorize \
  --data client_id=client_local \
  --data provider=authkit \
  --data response_type=code \
  --data prompt=none \
  --data-urlencode redirect_uri=http://localhost:3000/callback
