package growth.report.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import growth.api.GrowthException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpAddressTest {
    @Test
    void aPortAloneIsThatOfTheLoopbackInterface() {
        HttpAddress address = HttpAddress.parse(" 9464 ");
        assertThat(address).isEqualTo(new HttpAddress("127.0.0.1", 9464));
        assertThat(address.loopback()).isTrue();
        assertThat(address.url()).isEqualTo("http://127.0.0.1:9464/");
    }

    @Test
    void hostsAreNamesOrNumbers() {
        assertThat(HttpAddress.parse("0.0.0.0:0")).isEqualTo(new HttpAddress("0.0.0.0", 0));
        assertThat(HttpAddress.parse("0.0.0.0:0").loopback()).isFalse();
        assertThat(HttpAddress.parse("gpu-7.example:80")).isEqualTo(new HttpAddress("gpu-7.example", 80));
        assertThat(HttpAddress.parse("localhost:65535").loopback()).isTrue();
        HttpAddress six = HttpAddress.parse("[::1]:9464");
        assertThat(six).isEqualTo(new HttpAddress("::1", 9464));
        assertThat(six.loopback()).isTrue();
        assertThat(six.url()).isEqualTo("http://[::1]:9464/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":", "host", "host:", ":9464", "65536", "-1", "1.5", "::1:9464", "[::1]", "http://h:1", "a b:1", "h:1/x"})
    void whatIsNoAddressIsRefusedInOneLine(String text) {
        assertThatThrownBy(() -> HttpAddress.parse(text)).isInstanceOf(GrowthException.class)
                .hasMessageStartingWith("'" + text + "' is no address to listen at; write a port such as 9464")
                .hasMessageNotContaining("\n");
    }

    /** Whoever listens for others is called by names of which nothing is known here. */
    @Test
    void theLoopbackInterfaceIsAskedUnderItsOwnNamesAlone() {
        assertThat(HttpAddress.loopback(1).admits("localhost:1")).isTrue();
        assertThat(HttpAddress.loopback(1).admits("evil.example")).isFalse();
        assertThat(HttpAddress.loopback(1).admits(null)).isFalse();
        assertThat(new HttpAddress("0.0.0.0", 1).admits("gpu-7.example:1")).isTrue();
    }
}
