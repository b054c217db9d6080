package org.clipmeter.files.parquet;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.clipmeter.failure.Kind;
import org.clipmeter.failure.OneLine;
import org.clipmeter.files.FileException;
import org.clipmeter.files.FileState;
import org.clipmeter.files.LocalFile;
import org.jspecify.annotations.Nullable;

/**
 * Columns of a Parquet file as texts: columns of texts and of numbers, and lists of either, of which the first element
 * counts. Other columns are not read.
 *
 * @param columns the names of the columns that were wanted and can be read, as the file has them, in its order
 * @param lists which of them hold lists
 * @param others the names of all other columns
 * @param rows the cells of each row, one for each of the columns; empty for a null and for an empty list
 */
public record ParquetTexts(List<String> columns, List<String> lists, List<String> others, List<List<String>> rows) {
    private static final long LARGEST = 4L << 30;
    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);

    /** Approximate bytes of heap for a cell without its characters. */
    private static final int BYTES_A_CELL = 80;

    /** The texts, with their lists copied. */
    public ParquetTexts {
        columns = List.copyOf(columns);
        lists = List.copyOf(lists);
        others = List.copyOf(others);
        rows = List.copyOf(rows);
    }

    /** Whether a file starts as Parquet files do, whatever its name; false if it can't be read. */
    public static boolean areIn(Path file) {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(file)) {
            return Arrays.equals(in.readNBytes(MAGIC.length), MAGIC);
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Reads a file, row group by row group.
     *
     * @param wanted which columns to read, by the name that the file has
     * @throws IOException in one line, if the file can't be read, is damaged or encrypted, is compressed in a way that is not
     *     read, or does not fit into the heap
     */
    public static ParquetTexts read(Path file, Predicate<String> wanted) throws IOException {
        FileState before = FileState.of(file);
        long size = LocalFile.attributes(file).size();
        if (size > LARGEST) {
            throw refusal(file, "has " + size + " bytes, expected at most " + LARGEST, null);
        }
        ParquetTexts texts;
        try {
            texts = open(file, wanted);
        } catch (FileException e) {
            throw e;
        } catch (IOException | RuntimeException e) { // the library reports damage by exceptions of every kind
            throw refusal(
                    file,
                    "can't be read as Parquet: " + OneLine.name(String.valueOf(e.getMessage()), 200)
                            + "; download or write it again",
                    e);
        } catch (OutOfMemoryError e) {
            throw tooLarge(file, e);
        }
        if (!FileState.of(file).equals(before)) {
            throw refusal(file, "changed while it was read; try again once nothing writes to it", null);
        }
        return texts;
    }

    private static ParquetTexts open(Path file, Predicate<String> wanted) throws IOException {
        ParquetReadOptions options = ParquetReadOptions.builder(new PlainParquetConfiguration())
                .withCodecFactory(new ParquetCodecs())
                .usePageChecksumVerification()
                .build();
        try (ParquetFileReader reader = new ParquetFileReader(new LocalInputFile(file), options)) {
            refuseOtherCodecs(file, reader.getFooter());
            MessageType whole = reader.getFooter().getFileMetaData().getSchema();
            List<ParquetColumn> columns = new ArrayList<>();
            List<String> others = new ArrayList<>();
            for (Type field : whole.getFields()) {
                ParquetColumn column = wanted.test(field.getName()) ? ParquetColumn.of(field) : null;
                if (column == null) {
                    others.add(field.getName());
                } else {
                    columns.add(column);
                }
            }
            List<List<String>> rows = columns.isEmpty() ? List.of() : rows(file, reader, whole, columns);
            return new ParquetTexts(
                    columns.stream().map(ParquetColumn::name).toList(),
                    columns.stream()
                            .filter(ParquetColumn::isList)
                            .map(ParquetColumn::name)
                            .toList(),
                    others,
                    rows);
        }
    }

    private static void refuseOtherCodecs(Path file, ParquetMetadata footer) throws FileException {
        for (BlockMetaData rowGroup : footer.getBlocks()) {
            for (ColumnChunkMetaData column : rowGroup.getColumns()) {
                if (!ParquetCodecs.canRead(column.getCodec())) {
                    throw refusal(
                            file,
                            "is compressed with " + column.getCodec()
                                    + ", expected snappy, gzip, zstd, lz4_raw or no compression; write it again with one "
                                    + "of these",
                            null);
                }
            }
        }
    }

    private static List<List<String>> rows(
            Path file, ParquetFileReader reader, MessageType whole, List<ParquetColumn> columns) throws IOException {
        MessageType some = new MessageType(
                whole.getName(), columns.stream().map(ParquetColumn::type).toList());
        reader.setRequestedSchema(some);
        MessageColumnIO assembly = new ColumnIOFactory().getColumnIO(some, whole);
        List<List<String>> rows = new ArrayList<>();
        long heap = 0;
        for (PageReadStore pages = reader.readNextRowGroup(); pages != null; pages = reader.readNextRowGroup()) {
            RecordReader<Group> records = assembly.getRecordReader(pages, new GroupRecordConverter(some));
            for (long i = 0; i < pages.getRowCount(); i++) {
                Group record = records.read();
                List<String> cells = new ArrayList<>(columns.size());
                for (int place = 0; place < columns.size(); place++) {
                    String cell = columns.get(place).text(record, place);
                    cells.add(cell);
                    heap += BYTES_A_CELL + 2L * cell.length();
                }
                rows.add(cells);
                if (heap > Runtime.getRuntime().maxMemory() / 2) {
                    throw tooLarge(file, null);
                }
            }
        }
        return rows;
    }

    private static FileException refusal(Path file, String what, @Nullable Throwable cause) {
        return new FileException(Kind.UNUSABLE_INPUT, null, name(file), what, cause);
    }

    private static FileException tooLarge(Path file, @Nullable Throwable cause) {
        return new FileException(
                Kind.ENVIRONMENT,
                null,
                name(file),
                "has rows that do not fit into half of Java's heap; give Java more memory with -Xmx",
                cause);
    }

    private static Path name(Path file) {
        Path name = file.getFileName();
        return name == null ? file : name;
    }
}
