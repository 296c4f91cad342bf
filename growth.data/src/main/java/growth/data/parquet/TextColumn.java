package growth.data.parquet;

import org.apache.parquet.VersionParser.ParsedVersion;
import org.apache.parquet.column.ColumnDescriptor;

/**
 * A column of byte arrays at the top of the schema.
 *
 * @param descriptor its place in the schema
 * @param writer     who wrote the file; null if that is not known
 */
record TextColumn(ColumnDescriptor descriptor, ParsedVersion writer) {
}
