package growth.parallel.ring;

import growth.api.GrowthException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** The end of a connection that has shaken hands and is not in a ring yet. */
final class LastWords {
    private static final int WAIT_MILLIS = 1000;

    private LastWords() {
    }

    /** Tells the neighbour why the run does not begin, and closes. */
    static void say(SocketChannel channel, GrowthException reason) {
        try {
            ByteBuffer content = Abort.of(reason).content();
            channel.write(new ByteBuffer[] {Frame.ABORT.header(content.remaining()), content});
            channel.shutdownOutput();
            channel.socket().setSoTimeout(WAIT_MILLIS);
            InputStream in = channel.socket().getInputStream();
            byte[] scratch = new byte[Abort.MOST];
            int read;
            do {
                read = in.read(scratch);
            } while (read >= 0);
        } catch (IOException e) {
            // who is not there any more needs no reason
        } finally {
            close(channel);
        }
    }

    /** Closes a connection, if there is one. */
    static void close(SocketChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            // the system has closed it
        }
    }
}
