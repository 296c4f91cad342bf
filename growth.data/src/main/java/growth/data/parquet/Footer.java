package growth.data.parquet;

import growth.data.parquet.ParquetTexts.ParquetRefusal;
import growth.formats.folder.FileBytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.parquet.VersionParser;
import org.apache.parquet.VersionParser.ParsedVersion;
import org.apache.parquet.VersionParser.VersionParseException;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Type;
import org.apache.parquet.format.Util;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type.Repetition;

/**
 * The end of a Parquet file: its schema and the places of its columns.
 *
 * @param facts as they are stored
 */
record Footer(FileMetaData facts) {
    private static final int TAIL = 8;
    private static final String MAGIC = "PAR1";
    private static final int LONGEST = 1 << 28;

    /** Reads the footer of a file; refuses a file that is damaged or something else. */
    static Footer read(FileChannel channel) throws IOException {
        long size = channel.size();
        if (size < MAGIC.length() + TAIL) {
            throw new ParquetRefusal("is too short for a Parquet file; copy or download it again");
        }
        ByteBuffer tail = ByteBuffer.wrap(FileBytes.read(channel, size - TAIL, TAIL)).order(ByteOrder.LITTLE_ENDIAN);
        String magic = StandardCharsets.ISO_8859_1.decode(tail.slice(Integer.BYTES, MAGIC.length())).toString();
        String first = new String(FileBytes.read(channel, 0, MAGIC.length()), StandardCharsets.ISO_8859_1);
        if (first.equals("PARE") || magic.equals("PARE")) {
            throw new ParquetRefusal("is encrypted; write it without encryption");
        }
        if (!first.equals(MAGIC)) {
            throw new ParquetRefusal("is named like a Parquet file, but is none; packed ones are unpacked first, or download it again");
        }
        int length = tail.getInt(0);
        if (!magic.equals(MAGIC) || length < 1 || length > size - MAGIC.length() - TAIL || length > LONGEST) {
            throw new ParquetRefusal("breaks off or is damaged: a Parquet file ends with its table of contents; copy or download it again");
        }
        byte[] footer = FileBytes.read(channel, size - TAIL - length, length);
        try {
            return new Footer(Util.readFileMetaData(new ByteArrayInputStream(footer)));
        } catch (IOException | RuntimeException e) {
            throw new ParquetRefusal("its table of contents is damaged; copy or download it again");
        }
    }

    List<RowGroup> groups() {
        return facts.getRow_groups();
    }

    /** Returns the column of that name; refuses one that is missing, naming the others, and one that holds no text. */
    TextColumn column(String name) {
        List<SchemaElement> schema = facts.getSchema();
        List<String> texts = new ArrayList<>();
        List<String> others = new ArrayList<>();
        for (int i = 1; i < schema.size(); i = next(schema, i)) {
            SchemaElement element = schema.get(i);
            if (element.getName().equals(name)) {
                return column(element);
            }
            (isText(element) ? texts : others).add(element.getName());
        }
        String found = texts.isEmpty() ? "none of text (it has " + String.join(", ", others) + ")"
                : String.join(", ", texts) + (others.isEmpty() ? "" : " (and, not of text, " + String.join(", ", others) + ")");
        throw new ParquetRefusal("has no column '" + name + "', but " + found + "; name one as field (of eval: --field)");
    }

    /** The element behind an element and all that is in it. */
    private static int next(List<SchemaElement> schema, int index) {
        int next = index + 1;
        for (int child = 0; child < schema.get(index).getNum_children(); child++) {
            next = next(schema, next);
        }
        return next;
    }

    private static boolean isNested(SchemaElement element) {
        return element.getNum_children() > 0 || element.getRepetition_type() == FieldRepetitionType.REPEATED;
    }

    private static boolean isText(SchemaElement element) {
        ConvertedType converted = element.getConverted_type();
        boolean other = converted != null && converted != ConvertedType.UTF8 && converted != ConvertedType.JSON
                && converted != ConvertedType.ENUM;
        return !isNested(element) && element.getType() == Type.BYTE_ARRAY && !other;
    }

    private TextColumn column(SchemaElement element) {
        String name = element.getName();
        if (isNested(element)) {
            throw new ParquetRefusal("column '" + name + "' is nested (a list, map or struct); a column of plain text is read; name one as"
                    + " field (of eval: --field), or write the texts to one");
        }
        if (!isText(element)) {
            throw new ParquetRefusal("column '" + name + "' holds " + (element.getConverted_type() != null ? element.getConverted_type()
                    : element.getType()).toString().toLowerCase(Locale.ROOT) + ", no text; name another one as field (of eval: --field)");
        }
        boolean optional = element.getRepetition_type() != FieldRepetitionType.REQUIRED;
        PrimitiveType type = new PrimitiveType(optional ? Repetition.OPTIONAL : Repetition.REQUIRED, PrimitiveTypeName.BINARY, name);
        return new TextColumn(new ColumnDescriptor(new String[] {name}, type, 0, optional ? 1 : 0), writer());
    }

    private ParsedVersion writer() {
        try {
            return facts.isSetCreated_by() ? VersionParser.parse(facts.getCreated_by()) : null;
        } catch (VersionParseException e) {
            // It only matters for a fault of parquet-mr before 1.8, whose versions can be parsed.
            return null;
        }
    }

    /**
     * A column of byte arrays at the top of the schema.
     *
     * @param descriptor its place in the schema
     * @param writer     who wrote the file; null if that is not known
     */
    record TextColumn(ColumnDescriptor descriptor, ParsedVersion writer) {
    }
}
