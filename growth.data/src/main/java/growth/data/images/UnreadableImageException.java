package growth.data.images;

import java.io.IOException;

/** Says why a picture cannot be decoded, in words. */
final class UnreadableImageException extends IOException {
    private static final long serialVersionUID = 1L;

    UnreadableImageException(String message) {
        super(message);
    }

    UnreadableImageException(String message, Exception cause) {
        super(message, cause);
    }
}
