package growth.shell.text;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.formats.folder.IoReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file with a secret that users choose, so that it stands on no command line. */
public final class TokenFile {
    private static final int SHORTEST = 16;

    private TokenFile() {
    }

    /**
     * Returns the secret: visible ASCII characters.
     *
     * @param option that names the file
     * @throws GrowthException (CONFIGURATION) if there is none
     */
    public static String read(String option, Path file) {
        try {
            String token = Files.readString(file).strip();
            if (!token.matches("[\\x21-\\x7e]{" + SHORTEST + ",}")) {
                throw new GrowthException(Kind.CONFIGURATION, file + ": holds no token; write " + SHORTEST
                        + " or more letters and digits there, without spaces, e.g. by openssl rand -hex 24");
            }
            return token;
        } catch (IOException e) {
            throw new GrowthException(Kind.CONFIGURATION, option + " " + file + ": cannot be read: " + IoReason.of(e), e);
        }
    }
}
