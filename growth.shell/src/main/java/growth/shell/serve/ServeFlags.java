package growth.shell.serve;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.report.http.HttpAccess;
import growth.report.http.HttpAddress;
import growth.report.monitor.MonitorServer.Access;
import growth.shell.command.Console;
import growth.shell.text.TokenFile;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options with which a training is served. */
public final class ServeFlags {
    @Option(names = "--serve", paramLabel = "[HOST:]PORT", description = "serves GET /health and GET /metrics (OpenMetrics, for Prometheus)"
            + " while it trains; on this machine alone unless HOST is named, e.g. 0.0.0.0:9464")
    private String serve;

    @Option(names = "--serve-token-file", paramLabel = "FILE", description = "with --serve: the token that requests bring as"
            + " 'Authorization: Bearer TOKEN' stands there; default: a random one, which is printed")
    private Path tokenFile;

    @Option(names = "--serve-without-token", description = "with --serve: answers everybody who can reach the port")
    private boolean open;

    /** Returns whether anything was chosen. */
    public boolean given() {
        return serve != null || tokenFile != null || open;
    }

    /**
     * Returns where to listen and whom to answer; empty if nothing is to be served.
     *
     * @throws GrowthException (CONFIGURATION) for what is no address or no token
     */
    Optional<Access> access(Console console) {
        if (serve == null) {
            if (given()) {
                throw new GrowthException(Kind.CONFIGURATION, (open ? "--serve-without-token" : "--serve-token-file")
                        + " needs --serve PORT: nothing is served without it");
            }
            return Optional.empty();
        }
        if (open && tokenFile != null) {
            throw new GrowthException(Kind.CONFIGURATION, "--serve-token-file and --serve-without-token exclude each other");
        }
        HttpAddress address = GrowthException.placed("--serve", () -> HttpAddress.parse(serve));
        return Optional.of(new Access(address, open ? Optional.empty()
                : Optional.of(tokenFile == null ? HttpAccess.secret() : TokenFile.read("--serve-token-file", console.resolve(tokenFile)))));
    }

    /** Returns whether the token is one that nobody knows yet. */
    boolean random() {
        return tokenFile == null && !open;
    }
}
