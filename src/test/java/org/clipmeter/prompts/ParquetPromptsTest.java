package org.clipmeter.prompts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.clipmeter.ChildJvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files are pyarrow's; write_parquet.py beside them makes them again. */
class ParquetPromptsTest {
    private static Path file(String name) {
        return Path.of(System.getProperty("basedir", "."), "src/test/resources/org/clipmeter/files/parquet", name);
    }

    @TempDir
    Path folder;

    @Test
    void takesTheFirstTextOfAListAndTheColumnOfIds() throws IOException {
        PromptFile read = TifaReader.read(file("coco-snappy.parquet"));
        assertEquals(48, read.prompts().size());
        assertEquals(
                new Prompt("9", "coco-snappy", "Caption 0 of a café ☕.", List.of()),
                read.prompts().prompts().get(0));
        assertEquals(
                List.of(
                        "coco-snappy.parquet row 7 has an empty prompt",
                        "coco-snappy.parquet row 8 has an empty prompt"),
                read.problems());
        assertEquals(
                List.of("prompt ids are the column image_id", "each prompt is the first text of the list in captions"),
                read.prompts().ids().notes());
        assertEquals(7, read.prompts().ids().reliable(), "a row that was left out may count as a place");
    }

    @Test
    void readsAnyNameByItsContentAndOtherColumnsByTheirNames() throws IOException {
        Path renamed = Files.copy(file("kinds.parquet"), folder.resolve("prompts.csv"));
        PromptSet prompts = TifaReader.read(renamed).prompts();
        assertEquals(
                List.of("0", "2"),
                prompts.prompts().stream().map(Prompt::id).toList(),
                "as in CSV, a column with an empty cell does not hold the ids");
        assertEquals(
                "1",
                TifaReader.read(renamed, "case number")
                        .prompts()
                        .prompts()
                        .get(0)
                        .id());
        assertEquals("a \ud83d\ude00", prompts.prompts().get(1).text());
        assertEquals(
                "x",
                TifaReader.read(renamed, "Large").prompts().prompts().get(0).id());
    }

    /** Prints how many prompts a file has. */
    public static void main(String[] arguments) throws IOException {
        System.out.println(TifaReader.read(Path.of(arguments[0])).prompts().size());
    }

    /** JDK 24 and later print a warning about the library that decompresses pages, unless an option allows what it does. */
    @ParameterizedTest
    @ValueSource(strings = {"snappy", "zstd", "lz4"})
    void nothingIsPrintedInAJavaWithTheKernelsOptions(String codec) throws Exception {
        List<String> command = new ArrayList<>();
        new JsonMapper()
                .readTree(Path.of(System.getProperty("basedir", "."), "kernel.json")
                        .toFile())
                .path("argv")
                .forEach(word -> command.add(word.asText()));
        ProcessBuilder child = ChildJvm.of(
                ParquetPromptsTest.class,
                command.subList(1, command.indexOf("-cp")),
                file("coco-" + codec + ".parquet"));
        assertEquals("48", ChildJvm.output(child, folder.resolve("output")).strip());
    }

    @Test
    void saysWhichColumnsThereAre() {
        IOException e = assertThrows(IOException.class, () -> TifaReader.read(file("coco-none.parquet"), "seed"));
        assertTrue(
                e.getMessage()
                        .startsWith("coco-none.parquet has no column \"seed\" for the ids; expected one of license"),
                e.getMessage());
        IOException none = assertThrows(IOException.class, () -> TifaReader.read(file("no-texts.parquet")));
        assertEquals(
                "no-texts.parquet has no column \"caption\", \"prompt\", \"text\" or \"captions\" of texts, expected one; its "
                        + "columns are image_id, image",
                none.getMessage());
    }
}
