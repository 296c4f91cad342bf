package growth.report.watch;

import static org.assertj.core.api.Assertions.assertThat;

import growth.report.watch.WatchAccess.Asked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class WatchAccessTest {
    private final WatchAccess access = new WatchAccess("secret");

    @Test
    void thePageAndItsEvents() {
        assertThat(access.asked("GET", "127.0.0.1:4000", "/secret/")).isEqualTo(Asked.PAGE);
        assertThat(access.asked("HEAD", "localhost", "/secret/")).isEqualTo(Asked.PAGE);
        assertThat(access.asked("GET", "[::1]:4000", "/secret/events")).isEqualTo(Asked.EVENTS);
        assertThat(access.asked("GET", "LOCALHOST:80", "/secret")).isEqualTo(Asked.FOLDER);
        assertThat(access.asked("GET", "localhost", "/secret/../run.yaml")).isEqualTo(Asked.NOTHING);
        assertThat(access.asked("POST", "localhost", "/secret/")).isEqualTo(Asked.OTHER_METHOD);
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {"/", "/events", "/secre/", "/secrets/", "/SECRET/", "secret/", "//secret/", "/%73ecret/", "/x/secret/"})
    void withoutTheTokenNothing(String path) {
        assertThat(access.asked("GET", "127.0.0.1:4000", path)).isEqualTo(Asked.REFUSED);
    }

    /** A name that an attacker has pointed to 127.0.0.1 arrives in the header Host. */
    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {"evil.example:4000", "127.0.0.1.evil.example", "localhost.evil.example:4000", "127.0.0.1:4000@evil.example",
        "127.0.0.2", "0.0.0.0:4000"})
    void underAnotherNameNothing(String host) {
        assertThat(access.asked("GET", host, "/secret/")).isEqualTo(Asked.REFUSED);
    }

    @Test
    void tokensCannotBeGuessed() {
        String token = WatchAccess.random().token();
        assertThat(token).matches("[A-Za-z0-9_-]{24}").isNotEqualTo(WatchAccess.random().token());
    }
}
