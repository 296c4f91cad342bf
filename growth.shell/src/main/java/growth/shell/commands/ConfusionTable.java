package growth.shell.commands;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import growth.api.Amounts;
import growth.api.training.Classes;
import growth.shell.text.Json;
import growth.shell.text.Table;
import java.util.ArrayList;
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
    static List<String> lines(Classes classes, int width) {
        Table table = new Table("label", ">accuracy", ">images", "taken for");
        for (int label = 0; label < classes.labels().size(); label++) {
            if (classes.images(label) > 0) {
                table.row(classes.labels().get(label), String.format(Locale.ROOT, "%.2f%%", 100 * classes.recall(label)),
                        Amounts.grouped(classes.images(label)), mistakes(classes, label));
            }
        }
        return table.lines(width);
    }

    private static String mistakes(Classes classes, int label) {
        List<Long> row = classes.confusion().get(label);
        List<Integer> answers = new ArrayList<>(IntStream.range(0, row.size()).filter(i -> i != label && row.get(i) > 0).boxed().toList());
        answers.sort(Comparator.comparingLong((Integer i) -> row.get(i)).reversed());
        List<String> named = answers.stream().limit(MOST_ANSWERS).map(i -> classes.labels().get(i) + " " + row.get(i)).toList();
        return String.join(", ", named) + (answers.size() > MOST_ANSWERS ? ", …" : "");
    }

    /**
     * Adds {@code top5} and {@code f1}, {@code labels} with accuracy and images of each, and the whole matrix as {@code confusion}, a row
     * per label.
     */
    static void json(Classes classes, ObjectNode object) {
        Json.put(object, "top5", classes.top5());
        Json.put(object, "f1", classes.f1());
        ArrayNode labels = object.putArray("labels");
        for (int label = 0; label < classes.labels().size(); label++) {
            ObjectNode one = labels.addObject().put("label", classes.labels().get(label)).put("images", classes.images(label));
            Json.put(one, "accuracy", classes.recall(label));
        }
        ArrayNode matrix = object.putArray("confusion");
        classes.confusion().forEach(row -> row.forEach(matrix.addArray()::add));
    }
}
