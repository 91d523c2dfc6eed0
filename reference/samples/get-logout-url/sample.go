package main

import (
	"fmt"

	"github.com/workos/workos-go/v10"
)

func main() {
	client := workos.NewClient("sk_test_default", workos.WithBaseURL("http://localhost:4100"))

	returnTo := "https://app.example.com/signed-out"
	url := client.UserManagement().GetLogoutURL(&workos.UserManagementGetLogoutURLParams{
		SessionID: "session_01K7Q2M8ZC4T9X5B3VHJ6WNRDE",
		ReturnTo:  &returnTo,
	})

	fmt.Println(url)
}
