package growth.report.http;

import org.osgi.annotation.versioning.ProviderType;

/** Who may log in at a server. A service as long as somebody may. */
@ProviderType
@FunctionalInterface
public interface HttpLogin {
    /** Returns whether that user with that password may. */
    boolean admits(String user, String password);
}
