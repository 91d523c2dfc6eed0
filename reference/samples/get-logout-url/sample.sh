curl --silent --output /dev/null \
  --write-out '%{http_code} %{redirect_url}\n' \
  --get http://localhost:4100/user_management/sessions/logout \
  --data session_id=session_01K7Q2M8ZC4T9X5B3VHJ6WNRDE \
  --data-urlencode return_to=https://app.example.com/signed-out
