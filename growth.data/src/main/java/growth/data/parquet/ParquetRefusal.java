package growth.data.parquet;

/** Says in words why a Parquet file is not read. */
final class ParquetRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ParquetRefusal(String message) {
        super(message);
    }
}
