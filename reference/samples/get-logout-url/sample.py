from workos import WorkOSClient

workos = WorkOSClient(api_key="sk_test_default", client_id="client_local", base_url="http://localhost:4100")

url = workos.user_management.get_logout_url(
    session_id="session_01K7Q2M8ZC4T9X5B3VHJ6WNRDE",
    return_to="https://app.example.com/signed-out",
)

print(url)
