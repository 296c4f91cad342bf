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

/** Shows precision, recall and F1 of each label and the labels it is confused with; leaves out labels that play no part. */
final class ConfusionTable {
    /** The number of confused labels to name; a whole matrix of a thousand labels is for programs. */
    private static final int MOST_ANSWERS = 3;

    private ConfusionTable() {
    }

    /** Returns a line per label: what it scored, its images, and the labels it is most often confused with; at last the means. */
    static List<String> lines(Classes classes, int width) {
        Table table = new Table("label", ">images", ">precision", ">recall", ">F1", "taken for");
        long images = 0;
        for (int label = 0; label < classes.labels().size(); label++) {
            images += classes.images(label);
            if (classes.images(label) > 0 || classes.answers(label) > 0) {
                table.row(classes.labels().get(label), Amounts.grouped(classes.images(label)), percent(classes.precision(label)),
                        percent(classes.recall(label)), percent(classes.f1(label)), mistakes(classes, label));
            }
        }
        Classes.Averages macro = classes.macro();
        table.row("mean of labels", Amounts.grouped(images), percent(macro.precision()), percent(macro.recall()), percent(macro.f1()), "");
        return table.lines(width);
    }

    /** A share of nothing is not known. */
    private static String percent(double share) {
        return Double.isNaN(share) ? "n/a" : String.format(Locale.ROOT, "%.2f%%", 100 * share);
    }

    private static String mistakes(Classes classes, int label) {
        List<Long> row = classes.confusion().get(label);
        List<Integer> answers = new ArrayList<>(IntStream.range(0, row.size()).filter(i -> i != label && row.get(i) > 0).boxed().toList());
        answers.sort(Comparator.comparingLong((Integer i) -> row.get(i)).reversed());
        List<String> named = answers.stream().limit(MOST_ANSWERS).map(i -> classes.labels().get(i) + " " + row.get(i)).toList();
        return String.join(", ", named) + (answers.size() > MOST_ANSWERS ? ", …" : "");
    }

    /**
     * Adds {@code top5} (for other numbers likewise), the means {@code precision}, {@code recall} and {@code f1}, {@code labels} with the
     * same of each, its images and its recall as {@code accuracy}, and the whole matrix as {@code confusion}, a row per label.
     */
    static void json(Classes classes, ObjectNode object) {
        Json.put(object, "top" + classes.top().n(), classes.top().accuracy());
        Json.put(object, "precision", classes.macro().precision());
        Json.put(object, "recall", classes.macro().recall());
        Json.put(object, "f1", classes.macro().f1());
        ArrayNode labels = object.putArray("labels");
        for (int label = 0; label < classes.labels().size(); label++) {
            ObjectNode one = labels.addObject().put("label", classes.labels().get(label)).put("images", classes.images(label));
            Json.put(one, "accuracy", classes.recall(label));
            Json.put(one, "precision", classes.precision(label));
            Json.put(one, "recall", classes.recall(label));
            Json.put(one, "f1", classes.f1(label));
        }
        ArrayNode matrix = object.putArray("confusion");
        classes.confusion().forEach(row -> row.forEach(matrix.addArray()::add));
    }
}
