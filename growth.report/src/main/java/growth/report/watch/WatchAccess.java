package growth.report.watch;

import growth.report.http.HttpAccess;

/**
 * Who may see the page: whoever has its address, in which a random token stands, and asks for it under a name of this machine's loopback
 * interface.
 *
 * @param token the token
 */
record WatchAccess(String token) {
    /** What a request asks for. */
    enum Asked { PAGE, EVENTS, FOLDER, NOTHING, REFUSED, OTHER_METHOD }

    /** Returns access by a new token. */
    static WatchAccess random() {
        return new WatchAccess(HttpAccess.secret());
    }

    /**
     * Returns what a request may have.
     *
     * @param method HTTP method
     * @param host   its header Host; null if it has none
     * @param path   the path asked for
     */
    Asked asked(String method, String host, String path) {
        String[] parts = (path == null ? "" : path).split("/", -1);
        if (!HttpAccess.namesLoopback(host) || parts.length < 2 || !HttpAccess.same(parts[1], token)) {
            return Asked.REFUSED;
        }
        if (!method.equals("GET") && !method.equals("HEAD")) {
            return Asked.OTHER_METHOD;
        }
        return switch (parts.length == 2 ? "" : path.substring(token.length() + 1)) {
            case "" -> Asked.FOLDER;
            case "/" -> Asked.PAGE;
            case "/events" -> Asked.EVENTS;
            default -> Asked.NOTHING;
        };
    }
}
