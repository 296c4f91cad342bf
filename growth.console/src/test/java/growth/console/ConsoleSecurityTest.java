package growth.console;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConsoleSecurityTest {
    private static final String HOST = "127.0.0.1:8181";
    private final Map<String, Object> head = new HashMap<>();
    private final ConsoleSecurity security = new ConsoleSecurity((user, password) -> user.equals("growth") && password.equals("käse:brot"));

    private Object ask(String method, Map<String, String> headers) {
        head.clear();
        ClassLoader loader = getClass().getClassLoader();
        HttpServletRequest request = (HttpServletRequest) Proxy.newProxyInstance(loader, new Class<?>[] {HttpServletRequest.class},
                (self, called, arguments) -> called.getName().equals("getMethod") ? method : headers.get((String) arguments[0]));
        HttpServletResponse response = (HttpServletResponse) Proxy.newProxyInstance(loader, new Class<?>[] {HttpServletResponse.class},
                (self, called, arguments) -> arguments == null ? null
                        : head.put(arguments.length == 1 ? called.getName() : (String) arguments[0], arguments[arguments.length - 1]));
        return security.authenticate(request, response);
    }

    private static String basic(String login) {
        return "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void whoeverLogsInIsAdmitted() {
        assertThat(ask("GET", Map.of("Host", HOST, "Authorization", basic("growth:käse:brot")))).isEqualTo("growth");
        assertThat(ask("POST", Map.of("Host", HOST, "Authorization", basic("growth:käse:brot"), "Origin", "http://" + HOST)))
                .isEqualTo("growth");
        assertThat(head).isEmpty();
    }

    @Test
    void othersAreAskedForAPassword() {
        for (String wrong : new String[] {basic("admin:admin"), basic("growth:"), basic("growth"), "Basic ???", "Bearer x", ""}) {
            assertThat(ask("GET", Map.of("Host", HOST, "Authorization", wrong))).as(wrong).isNull();
            assertThat(head).containsEntry("setStatus", 401).containsEntry("WWW-Authenticate",
                    "Basic realm=\"growth shell\", charset=\"UTF-8\"");
        }
        assertThat(ask("GET", Map.of("Host", HOST))).isNull();
    }

    /** The browser sends along the login that it has seen. */
    @Test
    void pagesOfElsewhereAreRefused() {
        String login = basic("growth:käse:brot");
        assertThat(ask("POST", Map.of("Host", HOST, "Authorization", login, "Origin", "https://evil.example"))).isNull();
        assertThat(head).containsEntry("setStatus", 403);
        assertThat(ask("POST", Map.of("Host", HOST, "Authorization", login, "Origin", "null"))).isNull();
        assertThat(ask("GET", Map.of("Host", "evil.example:8181", "Authorization", login))).isNull();
        assertThat(head).containsEntry("setStatus", 403);
    }
}
