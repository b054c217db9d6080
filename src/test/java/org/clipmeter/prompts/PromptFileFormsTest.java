package org.clipmeter.prompts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Prompt files as people write them by hand, or save them in another form than they think. */
class PromptFileFormsTest {
    private static PromptFile read(String name, String content) throws IOException {
        return TifaReader.read(content.getBytes(StandardCharsets.UTF_8), name);
    }

    private static String refusal(String name, String content) {
        return String.valueOf(
                assertThrows(IOException.class, () -> read(name, content)).getMessage());
    }

    private static String texts(PromptFile file) {
        return file.prompts().prompts().stream()
                .map(prompt -> prompt.id() + "=" + prompt.text())
                .collect(Collectors.joining("; "));
    }

    @Test
    void aLineThatMayBeACommentMakesThePlacesUncertain() throws IOException {
        PromptFile file = read("p.txt", "a\n# two animals\nb\n");
        assertEquals("0=a; 1=# two animals; 2=b", texts(file));
        assertEquals(1, file.prompts().ids().reliable());
        assertEquals(
                List.of("p.txt line 2 begins with # and is read as a prompt; take it out if it is a comment"),
                file.problems());
        PromptFile tags = read("p.txt", "#cat\n#dog\n");
        assertEquals(2, tags.prompts().ids().reliable());
        assertEquals(List.of(), tags.problems());
    }

    @Test
    void columnsWithoutAHeaderAreRefused() throws IOException {
        assertTrue(refusal("p.txt", "2\ta cat\n0\ta dog\n").contains("has columns separated by tabs, but no header"));
        assertEquals("0=a\tcat; 1=a dog", texts(read("p.txt", "a\tcat\na dog\n")));
    }

    @Test
    void numbersBeforeAllLinesAreSaidToBePartOfThePrompts() throws IOException {
        for (String lines : List.of("1. a cat\n2. a dog\n", "0) a cat\n1) a dog\n", "0: a cat\n\n1: a dog\n")) {
            List<String> problems = read("p.txt", lines).problems();
            assertTrue(problems.get(0).contains("every line begins with its number"), problems.toString());
        }
        assertEquals(List.of(), read("p.txt", "2 cats\n3 dogs\n").problems());
        assertEquals(List.of(), read("p.txt", "1. a cat\na dog\n").problems());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "p.json | '// mine\\n[\"a\",\"b\"]' | is not JSON",
                "p.json | 'a cat\\na dog' | is not JSON",
                "p.yaml | '- id: 2\\n  prompt: a' | is YAML",
                "P.YML | '- a\\n- b' | is YAML",
                "p.xml | '<a>b</a>' | is XML"
            })
    void otherFormsAreNotReadAsPlainText(String name, String content, String expected) {
        String message = refusal(name, content.replace("\\n", "\n"));
        assertTrue(message.contains(expected), message);
        assertTrue(message.contains("expected CSV, JSON, JSON lines or plain text"), message);
    }

    @Test
    void packedFilesAndSpreadsheetsAreNamed(@TempDir Path folder) throws IOException {
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
            out.write("id,prompt\n0,a\n".getBytes(StandardCharsets.UTF_8));
        }
        Path packed = Files.write(folder.resolve("p.csv.gz"), gzip.toByteArray());
        assertTrue(assertThrows(IOException.class, () -> TifaReader.read(packed))
                .getMessage()
                .contains("is packed (gzip); unpack it"));
        assertTrue(refusal("p.xlsx", "PK\3\4\0\0")
                .contains("is a spreadsheet or a ZIP archive; save it as CSV, or unpack it"));
        assertTrue(refusal("p.parquet", "PAR1\0\0").contains("is a Parquet file; export it as CSV or JSON lines"));
    }

    @Test
    void aTextWhoseFirstLineOnlyLooksLikeAHeaderIsPlain() throws IOException {
        assertEquals(
                "0=text, on a sign; 1=red, blue; 2=a cow; 3=a dog",
                texts(read("p.txt", "text, on a sign\nred, blue\na cow\na dog\n")));
        assertEquals("5=a; 6=b", texts(read("p.txt", "id,prompt\n5,a\n6,b\n7,c,d\n8,e,f\n9,g,h\n")));
        assertEquals("0=a; 1=b", texts(read("p.txt", "prompt,seed\na,1\nb,2\nc, d,3\n")));
    }

    @Test
    void anObjectOfTextsAndListsIsRefused() throws IOException {
        String message = refusal("p.json", "{\"name\": \"mine\", \"version\": \"1\", \"prompts\": [\"a\", \"b\"]}");
        assertTrue(message.contains("the key \"prompts\" holds a list"), message);
        assertEquals("0=a", texts(read("p.json", "{\"0\": \"a\", \"1\": null}")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u00a0", "\u200b", " \u3000 ", "\ufeff"})
    void whatCannotBeSeenIsNoPrompt(String text) throws IOException {
        PromptFile file = read("p.csv", "id,prompt\n0," + text + "\n1,a\n");
        assertEquals("1=a", texts(file));
        assertEquals(List.of("p.csv row 2 has an empty prompt"), file.problems());
    }

    @Test
    void aRowWithoutAnIdAmongIdsIsSaidToGetItsNumber() throws IOException {
        String expected = " has no id, unlike others, and gets the number of its place, 1";
        PromptFile csv = read("p.csv", "id,prompt\n5,a\n,b\n7,c\n");
        assertEquals("5=a; 1=b; 7=c", texts(csv));
        assertEquals(List.of("p.csv row 3" + expected), csv.problems());
        PromptFile json = read("p.json", "[{\"id\":5,\"prompt\":\"a\"},{\"prompt\":\"b\"}]");
        assertEquals(List.of("p.json item 1" + expected), json.problems());
        assertEquals(
                List.of(),
                read("p.json", "[{\"prompt\":\"a\"},{\"prompt\":\"b\"}]").problems());
    }

    @Test
    void ofSeveralColumnsOfTextsThePromptIsReadAndTheOthersAreNamed() throws IOException {
        String expected = ": the prompts are the column prompt; the column caption, which has other texts, is not used";
        PromptFile csv = read("p.csv", "id,caption,prompt\n0,a picture,a cat\n1,b,b\n");
        assertEquals("0=a cat; 1=b", texts(csv));
        assertEquals(List.of("p.csv" + expected), csv.problems());
        PromptFile json = read("p.json", "[{\"caption\":\"a picture\",\"prompt\":\"a cat\"}]");
        assertEquals("0=a cat", texts(json));
        assertEquals(List.of("p.json" + expected), json.problems());
        assertEquals(List.of(), read("p.csv", "text,prompt\na,a\n").problems());
    }

    @Test
    void barsMaySeparateColumns() throws IOException {
        assertEquals("2=a, b; 0=c", texts(read("p.txt", "id|prompt\n2|a, b\n0|c\n")));
    }

    @Test
    void aFileWithoutAnyOtherColumnSaysSo(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("p.csv"), "prompt\na\n");
        String message = String.valueOf(assertThrows(IOException.class, () -> TifaReader.read(file, "prompt"))
                .getMessage());
        assertTrue(message.contains("has no column that could hold the ids"), message);
    }
}
