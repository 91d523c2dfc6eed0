require "workos"

client = WorkOS::Client.new(api_key: "sk_test_default", base_url: "http://localhost:4100")

url = client.user_management.get_logout_url(
  session_id: "session_01K7Q2M8ZC4T9X5B3VHJ6WNRDE",
  return_to: "https://app.example.com/signed-out"
)

puts url
