package growth.console;

import growth.report.http.HttpAccess;
import growth.report.http.HttpLogin;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import org.apache.felix.webconsole.spi.SecurityProvider;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Admits to the web console whoever has logged in, by HTTP's basic authentication, under a name of the loopback interface, and from no page
 * of elsewhere: a browser sends a login that it has seen to whatever page asks it to. The framework property
 * {@code felix.webconsole.security.providers} names this provider, so that without it the console is closed, and its own user and password
 * never count.
 */
@Component(property = SecurityProvider.PROPERTY_ID + "=growth")
public final class ConsoleSecurity implements SecurityProvider {
    private static final String BASIC = "Basic ";
    private static final Set<String> READING = Set.of("GET", "HEAD");
    private final HttpLogin login;

    /** @param login whom to admit */
    @Activate
    public ConsoleSecurity(@Reference HttpLogin login) {
        this.login = login;
    }

    @Override
    public Object authenticate(HttpServletRequest request, HttpServletResponse response) {
        String host = request.getHeader("Host");
        if (!HttpAccess.namesLoopback(host) || foreign(request, host)) {
            return refuse(response, HttpServletResponse.SC_FORBIDDEN);
        }
        String header = request.getHeader("Authorization");
        if (header != null && header.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            String[] words = decoded(header.substring(BASIC.length()).strip()).split(":", 2);
            if (words.length == 2 && login.admits(words[0], words[1])) {
                return words[0];
            }
        }
        response.setHeader("WWW-Authenticate", "Basic realm=\"growth shell\", charset=\"UTF-8\"");
        return refuse(response, HttpServletResponse.SC_UNAUTHORIZED);
    }

    /** Returns whether a request that may change something comes from another page; browsers name the page they come from. */
    private static boolean foreign(HttpServletRequest request, String host) {
        String origin = request.getHeader("Origin");
        return !READING.contains(request.getMethod()) && origin != null && !origin.equalsIgnoreCase("http://" + host);
    }

    private static String decoded(String text) {
        try {
            return new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static Object refuse(HttpServletResponse response, int status) {
        try {
            response.setStatus(status);
            response.setContentLength(0);
            response.flushBuffer();
        } catch (IOException e) {
            // Whoever asked has gone.
            return null;
        }
        return null;
    }

    @Override
    public boolean authorize(Object user, String role) {
        return true;
    }

    @Override
    public void logout(HttpServletRequest request, HttpServletResponse response) {
        // The console itself makes the browser forget a basic login.
    }
}
