package growth.report.tensorboard;

import static org.assertj.core.api.Assertions.assertThat;

import growth.report.tensorboard.Event.Value.Scalar;
import growth.report.tensorboard.Event.Value.Text;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The bytes are those of the Python package tensorboard 2.21.0:
 * <pre>
 * from tensorboard.compat.proto import event_pb2, summary_pb2, tensor_pb2, tensor_shape_pb2, types_pb2
 * from tensorboard.summary.writer.record_writer import RecordWriter
 * RecordWriter(file).write(event.SerializeToString(deterministic=True)); file.getvalue().hex()
 * </pre>
 * with the events that stand at each test.
 */
class EventTest {
    private static String framed(byte[] record) {
        return HexFormat.of().formatHex(RecordFraming.framed(record).array());
    }

    /** Event(wall_time=1700000000.25, file_version="brain.Event:2"). */
    @Test
    void version() {
        assertThat(framed(Event.version(1_700_000_000.25)))
                .isEqualTo("1800000000000000a37f4b220900001040fc54d9411a0d627261696e2e4576656e743a32338d2fe9");
    }

    /** Event(wall_time=1700000000.25, step=0, session_log=SessionLog(status=SessionLog.START)). */
    @Test
    void restart() {
        assertThat(framed(Event.restart(1_700_000_000.25))).isEqualTo("0d000000000000003c37b8340900001040fc54d9413a0208018c8e54cd");
    }

    /** Event(wall_time=1700000001.5, step=300) with the values (tag="train/loss", simple_value=3.25), (…rate, 0.001). */
    @Test
    void scalars() {
        Event event = new Event(300, List.of(new Scalar("train/loss", 3.25), new Scalar("train/learning_rate", 0.001)));
        assertThat(framed(event.at(1_700_000_001.5))).isEqualTo("3d000000000000006049f1ec0900006040fc54d94110ac022a2f0a110a0a747261696e"
                + "2f6c6f737315000050400a1a0a13747261696e2f6c6561726e696e675f72617465156f12833a69678c29");
    }

    /** Event(wall_time=1700000002, step=7) with a tensor of one string and the metadata of the plug-in text, as tensorboard has it. */
    @Test
    void text() {
        Event event = new Event(7, List.of(new Text("growth/what", "3L → 6L")));
        assertThat(framed(event.at(1_700_000_002))).isEqualTo("3d000000000000006049f1ec0900008040fc54d94110072a300a2e0a0b67726f7774682f77"
                + "686174421308071204120208014209334c20e2869220364c4a0a0a060a0474657874200299e78387");
    }
}
