import static com.workos.usermanagement.AuthKitAuthUrlsKt.getLogoutUrl;

import com.workos.WorkOS;
import com.workos.usermanagement.AuthKitLogoutUrlOptions;

class Sample {
  public static void main(String[] arguments) {
    var workos = new WorkOS("sk_test_default", "client_local", "http://localhost:4100");

    var url = getLogoutUrl(
        workos.getUserManagement(),
        new AuthKitLogoutUrlOptions(
            "session_01K7Q2M8ZC4T9X5B3VHJ6WNRDE",
            "https://app.example.com/signed-out"));

    System.out.println(url);
  }
}
