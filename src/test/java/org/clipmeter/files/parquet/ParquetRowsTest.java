package org.clipmeter.files.parquet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.LocalInputFile;
import org.clipmeter.files.parquet.ParquetRows.Column;
import org.clipmeter.files.parquet.ParquetRows.Kind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParquetRowsTest {
    @TempDir
    private Path folder;

    private static Column column(String name, Kind kind, @Nullable Object... cells) {
        return new Column(name, kind, row -> cells[row]);
    }

    @Test
    void theFileHasTheTypesTheCellsAndTheMetadata() throws IOException {
        Path file = folder.resolve("rows.parquet");
        List<Column> columns = List.of(
                column("text", Kind.TEXT, "ünï, \"x\"", null, ""),
                column("int", Kind.INT, Integer.MIN_VALUE, 7, null),
                column("long", Kind.LONG, null, 1L << 40, -1L),
                column("double", Kind.DOUBLE, 0.1, null, Math.PI),
                column("yes", Kind.BOOLEAN, true, false, null));
        ParquetRows.write(file, columns, 3, Map.of("clipmeter", "{\"a\": 1}"));
        ParquetTexts texts = ParquetTexts.read(file, name -> !name.equals("yes"));
        assertEquals(List.of("text", "int", "long", "double"), texts.columns());
        assertEquals(
                List.of("ünï, \"x\"", "-2147483648", "", "0.1"), texts.rows().get(0));
        assertEquals(List.of("", "7", "1099511627776", ""), texts.rows().get(1));
        assertEquals(List.of("", "", "-1", "3.141592653589793"), texts.rows().get(2));
        ParquetReadOptions options = ParquetReadOptions.builder(new PlainParquetConfiguration())
                .withCodecFactory(new ParquetCodecs())
                .build();
        try (ParquetFileReader reader = new ParquetFileReader(new LocalInputFile(file), options)) {
            assertEquals(
                    "{\"a\": 1}",
                    reader.getFooter().getFileMetaData().getKeyValueMetaData().get("clipmeter"));
            assertEquals(
                    List.of(
                            "optional binary text (STRING)",
                            "optional int32 int",
                            "optional int64 long",
                            "optional double double",
                            "optional boolean yes"),
                    reader.getFooter().getFileMetaData().getSchema().getFields().stream()
                            .map(Object::toString)
                            .toList());
        }
    }

    @Test
    void manyRowsAreReadBackInOrder() throws IOException {
        Path file = folder.resolve("rows.parquet");
        int rows = 200_000;
        ParquetRows.write(file, List.of(new Column("row", Kind.TEXT, row -> "row " + row)), rows, Map.of());
        List<List<String>> read = ParquetTexts.read(file, name -> true).rows();
        assertEquals(rows, read.size());
        for (int i = 0; i < rows; i += 777) {
            assertEquals(List.of("row " + i), read.get(i));
        }
    }

    @Test
    void aFileThatCannotBeWrittenLeavesNothing() throws IOException {
        Column broken = new Column("x", Kind.INT, row -> {
            throw new IllegalStateException("no cell");
        });
        assertThrows(
                IllegalStateException.class,
                () -> ParquetRows.write(folder.resolve("rows.parquet"), List.of(broken), 1, Map.of()));
        try (var files = Files.list(folder)) {
            assertEquals(List.of(), Arrays.asList(files.toArray()));
        }
    }
}
