package org.clipmeter.files.parquet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.clipmeter.files.FileException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files are pyarrow's; write_parquet.py beside them makes them again. */
class ParquetTextsTest {
    @TempDir
    Path folder;

    static Path file(String name) {
        return Path.of(System.getProperty("basedir", "."), "src/test/resources/org/clipmeter/files/parquet", name);
    }

    /** What the script writes in the columns image_id and captions. */
    private static List<List<String>> coco(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i ->
                        List.of(Integer.toString(3 * i + 9), i == 7 || i == 8 ? "" : "Caption " + i + " of a café ☕."))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "snappy", "gzip", "zstd", "lz4", "plain-v2", "delta", "checked"})
    void readsEveryUsualCodecAndEncodingOverSeveralRowGroups(String form) throws IOException {
        Path file = file("coco-" + form + ".parquet");
        assertTrue(ParquetTexts.areIn(file));
        ParquetTexts texts = ParquetTexts.read(file, name -> name.startsWith("image") || name.equals("captions"));
        assertEquals(List.of("image_id", "captions"), texts.columns());
        assertEquals(List.of("captions"), texts.lists());
        assertEquals(List.of("license", "file_name", "date_captured", "ids"), texts.others());
        assertEquals(coco(0, 50), texts.rows());
    }

    @Test
    void readsTextsAndNumbersAndLeavesTheRest() throws IOException {
        ParquetTexts texts = ParquetTexts.read(file("kinds.parquet"), name -> true);
        assertEquals(List.of("Prompt", "case_number", "large", "small", "huge", "half", "numbers"), texts.columns());
        assertEquals(List.of("raw", "day", "nested", "both"), texts.others());
        assertEquals(
                List.of(
                        List.of("a cat", "1", "x", "1", "18446744073709551615", "0.5", "7"),
                        List.of("", "2", "y", "255", "0", "", ""),
                        List.of("a \ud83d\ude00", "", "z", "0", "1", "Infinity", "")),
                texts.rows());
    }

    /** Lists as Spark and other programs wrote them before the present form was fixed. */
    @Test
    void readsTheOlderFormsOfLists() throws IOException {
        MessageType schema = MessageTypeParser.parseMessageType("message m {"
                + " optional group spark (LIST) { repeated binary array (UTF8); }"
                + " repeated binary bare (UTF8); optional binary old (UTF8); optional binary bytes; }");
        Path file = folder.resolve("old.parquet");
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(new LocalOutputFile(file))
                .withConf(new PlainParquetConfiguration())
                .withType(schema)
                .withCodecFactory(new ParquetCodecs())
                .build()) {
            Group row = new SimpleGroupFactory(schema).newGroup();
            row.addGroup("spark").append("array", "first").append("array", "second");
            row.append("bare", "one")
                    .append("bare", "two")
                    .append("old", "text")
                    .append("bytes", "x");
            writer.write(row);
            writer.write(new SimpleGroupFactory(schema).newGroup());
        }
        ParquetTexts texts = ParquetTexts.read(file, name -> true);
        assertEquals(List.of("spark", "bare", "old"), texts.columns());
        assertEquals(List.of(List.of("first", "one", "text"), List.of("", "", "")), texts.rows());
    }

    private static String refusal(Path file) {
        IOException e = assertThrows(FileException.class, () -> ParquetTexts.read(file, name -> true));
        assertEquals(1, e.getMessage().lines().count());
        return e.getMessage();
    }

    @Test
    void refusesOtherCodecsAndFilesThatAreCutOff() throws IOException {
        assertEquals(
                "coco-brotli.parquet is compressed with BROTLI, expected snappy, gzip, zstd, lz4_raw or no compression; "
                        + "write it again with one of these",
                refusal(file("coco-brotli.parquet")));
        byte[] whole = Files.readAllBytes(file("coco-snappy.parquet"));
        Path cut = Files.write(folder.resolve("cut.parquet"), Arrays.copyOf(whole, whole.length - 30));
        assertTrue(ParquetTexts.areIn(cut));
        assertTrue(refusal(cut).startsWith("cut.parquet can't be read as Parquet: "), () -> refusal(cut));
        assertFalse(ParquetTexts.areIn(folder));
        assertFalse(ParquetTexts.areIn(folder.resolve("nothing")));
    }

    @Test
    void refusesAPageWhoseChecksumIsWrong() throws IOException {
        byte[] bytes = Files.readAllBytes(file("coco-checked.parquet"));
        int place = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("Caption 3");
        bytes[place] ^= 1;
        Path file = Files.write(folder.resolve("flipped.parquet"), bytes);
        assertTrue(refusal(file).contains("checksum"), () -> refusal(file));
    }

    /** No damage may end in anything but texts or a refusal of one line. */
    @ParameterizedTest
    @ValueSource(strings = {"coco-none", "coco-snappy", "coco-zstd", "coco-lz4", "coco-gzip", "coco-delta", "kinds"})
    void survivesDamageOfAnyKind(String name) throws IOException {
        byte[] whole = Files.readAllBytes(file(name + ".parquet"));
        Random random = new Random(7);
        Path file = folder.resolve("damaged.parquet");
        for (int i = 0; i < 100; i++) {
            byte[] bytes = whole.clone();
            for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
                bytes[4 + random.nextInt(bytes.length - 4)] = (byte) random.nextInt(256);
            }
            Files.write(file, bytes);
            try {
                ParquetTexts.read(file, column -> true);
            } catch (FileException e) {
                assertEquals(1, e.getMessage().lines().count());
            }
        }
    }
}
