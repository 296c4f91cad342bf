package growth.shell.commands;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import growth.api.Amounts;
import growth.runtime.disk.Confusion;
import growth.shell.text.Json;
import growth.shell.text.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Shows the accuracy of each label and the labels it is confused with; leaves out labels without images. */
final class ConfusionTable {
    /** The number of confused labels to name; a whole matrix of a thousand labels is for programs. */
    private static final int MOST_ANSWERS = 3;

    private ConfusionTable() {
    }

    /** Returns a line per label: its accuracy, its images, and the labels it is most often confused with. */
    static List<String> lines(Confusion confusion, int width) {
        Table table = new Table("label", ">accuracy", ">images", "taken for");
        for (int label = 0; label < confusion.labels().size(); label++) {
            if (confusion.images(label) > 0) {
                table.row(confusion.labels().get(label), String.format(Locale.ROOT, "%.2f%%", 100 * confusion.accuracy(label)),
                        Amounts.grouped(confusion.images(label)), mistakes(confusion, label));
            }
        }
        return table.lines(width);
    }

    private static String mistakes(Confusion confusion, int label) {
        long[] row = confusion.counts()[label];
        List<Integer> answers = new ArrayList<>(IntStream.range(0, row.length).filter(i -> i != label && row[i] > 0).boxed().toList());
        answers.sort(Comparator.comparingLong((Integer i) -> row[i]).reversed());
        List<String> named = answers.stream().limit(MOST_ANSWERS).map(i -> confusion.labels().get(i) + " " + row[i]).toList();
        return String.join(", ", named) + (answers.size() > MOST_ANSWERS ? ", …" : "");
    }

    /** Adds {@code labels} with accuracy and images of each, and the whole matrix as {@code confusion}, a row per label. */
    static void json(Confusion confusion, ObjectNode object) {
        ArrayNode labels = object.putArray("labels");
        for (int label = 0; label < confusion.labels().size(); label++) {
            ObjectNode one = labels.addObject().put("label", confusion.labels().get(label)).put("images", confusion.images(label));
            Json.put(one, "accuracy", confusion.accuracy(label));
        }
        ArrayNode matrix = object.putArray("confusion");
        for (long[] row : confusion.counts()) {
            Arrays.stream(row).forEach(matrix.addArray()::add);
        }
    }
}
