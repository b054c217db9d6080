package org.clipmeter.prompts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TifaReaderTest {
    private static final Question SURFER =
            new Question("is this a surfer?", List.of("yes", "no"), "yes", "surfer", "animal/human");
    private static final String SURFER_JSON = "{\"question\":\"is this a surfer?\",\"choices\":[\"yes\",\"no\"],"
            + "\"answer\":\"yes\",\"element_type\":\"animal/human\",\"element\":\"surfer\"}";

    @TempDir
    Path folder;

    @Test
    void readsTheReferencesCsv() throws IOException {
        PromptFile file = read(
                "tifa_dataset.csv", "caption,qas\n\"A surfer, walking\",\"[" + quoted(SURFER_JSON) + "]\"\nA cat,[]\n");
        assertEquals(List.of(), file.problems());
        assertEquals(
                List.of(
                        new Prompt("0", "tifa_dataset", "A surfer, walking", List.of(SURFER)),
                        new Prompt("1", "tifa_dataset", "A cat", List.of())),
                file.prompts().prompts());
        assertEquals(2, file.prompts().availableCount());
        assertEquals("tifa_dataset.csv", file.prompts().name());
    }

    @Test
    void readsTextInputs() throws IOException {
        PromptFile file = read(
                "inputs.json",
                "[{\"id\":\"coco_301091\",\"caption\":\"A surfer.\",\"coco_val_id\":\"380711\"},"
                        + "{\"id\":\"drawbench_52\",\"caption\":\"Three cats\"}]");
        assertEquals(
                List.of(
                        new Prompt("coco_301091", "coco", "A surfer.", List.of()),
                        new Prompt("drawbench_52", "drawbench", "Three cats", List.of())),
                file.prompts().prompts());
    }

    @Test
    void joinsQuestionsById() throws IOException {
        write("inputs.json", "[{\"id\":\"a_2\",\"caption\":\"A cat\"},{\"id\":\"a_1\",\"caption\":\"A surfer\"}]");
        write(
                "qa.json",
                "[{\"id\":\"a_1\",\"caption\":\"A surfer\"," + SURFER_JSON.substring(1) + ","
                        + "{\"id\":\"a_9\",\"caption\":\"A dog\"," + SURFER_JSON.substring(1) + ",{\"id\":\"a_1\"}]");
        PromptFile file = TifaReader.read(folder.resolve("inputs.json"), folder.resolve("qa.json"));
        assertEquals(List.of(), file.prompts().prompts().get(0).questions());
        assertEquals(List.of(SURFER), file.prompts().prompts().get(1).questions());
        assertEquals(List.of("qa.json item 2 has no text \"question\" and \"id\""), file.problems());
    }

    @Test
    void refusesQuestionsOfAnotherDataSet() throws IOException {
        write("inputs.json", "[{\"id\":\"a_2\",\"caption\":\"A cat\"}]");
        write("qa.json", "[{\"id\":\"a_9\",\"caption\":\"A dog\"," + SURFER_JSON.substring(1) + "]");
        IOException e = assertThrows(
                IOException.class, () -> TifaReader.read(folder.resolve("inputs.json"), folder.resolve("qa.json")));
        assertMessage(e, "qa.json holds no question about the prompt of inputs.json");
    }

    @Test
    void readsAQuestionsFileAloneAsPrompts() throws IOException {
        String row = "{\"id\":\"coco_1\",\"caption\":\"A surfer\"," + SURFER_JSON.substring(1);
        PromptFile file = read("qa.json", "[" + row + "," + row + "]");
        assertEquals(
                List.of(new Prompt("coco_1", "coco", "A surfer", List.of(SURFER, SURFER))),
                file.prompts().prompts());
    }

    @Test
    void readsPlainLines() throws IOException {
        PromptFile file = read("mine.txt", "\ufeffa red cube, on a table\r\n\r\n[a portrait] of a cat\n");
        assertEquals(
                List.of(
                        new Prompt("0", "mine", "a red cube, on a table", List.of()),
                        new Prompt("1", "mine", "[a portrait] of a cat", List.of())),
                file.prompts().prompts());
        assertEquals(
                "[a portrait] of a cat",
                read("other.txt", "[a portrait] of a cat")
                        .prompts()
                        .prompts()
                        .get(0)
                        .text());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "p.csv | id,prompt\\nx,a cat",
                "p.csv | Prompt;ID\\na cat;x",
                "p.tsv | prompt\\tid\\na cat\\tx",
                "p.dat | id,prompt,source\\nx,a cat,p",
                "p.json | [{\"prompt\":\"a cat\",\"id\":\"x\"}]",
                "p.json | {\"x\":\"a cat\"}",
                "p.json | [{\"text\":\"a cat\",\"id\":\"x\",\"source\":\"p\"}]"
            })
    void findsTheFormFromTheContent(String name, String content) throws IOException {
        PromptFile file = read(name, content.replace("\\n", "\n").replace("\\t", "\t"));
        assertEquals(
                List.of(new Prompt("x", "p", "a cat", List.of())),
                file.prompts().prompts());
    }

    @Test
    void numbersPromptsWithoutAnId() throws IOException {
        assertEquals(
                List.of("0", "7", "2"),
                read("p.json", "[\"a\",{\"caption\":\"b\",\"id\":7},{\"caption\":\"c\"}]").prompts().prompts().stream()
                        .map(Prompt::id)
                        .toList());
    }

    @Test
    void takesTheSourceFromTheIdThenTheFileThenItsName() throws IOException {
        PromptFile file = read("stem.v1.csv", "id,source,prompt\nmy_set_12,x,a\nfree,x,b\nfree2,,c\n");
        assertEquals(
                List.of("my_set", "x", "stem.v1"),
                file.prompts().prompts().stream().map(Prompt::source).toList());
    }

    @Test
    void readsCsvWithByteOrderMarkCrlfAndQuotedLineBreaks() throws IOException {
        PromptFile file = read("p.csv", "\ufeffid,caption\r\na,\"two\r\nlines\"\r\n\r\nb,\"he said \"\"hi\"\"\"\r\n");
        assertEquals(List.of(), file.problems());
        assertEquals(
                List.of("two\r\nlines", "he said \"hi\""),
                file.prompts().prompts().stream().map(Prompt::text).toList());
    }

    @Test
    void namesRaggedRowsAndKeepsTheOthers() throws IOException {
        PromptFile file = read("p.csv", "id,caption\na,\"x\ny\"\nb\nc,d,e\nf,good\n");
        assertEquals(
                List.of(
                        "p.csv row 3 (line 4) has 1 cells, the header has 2",
                        "p.csv row 4 (line 5) has 3 cells, the header has 2"),
                file.problems());
        assertEquals(List.of("a", "f"), List.copyOf(file.prompts().byId().keySet()));
    }

    @Test
    void namesTheRowOfAnUnclosedQuote() throws IOException {
        PromptFile file = read("p.csv", "id,caption\na,good\nb,\"never\nc,closed\n");
        assertEquals(List.of("p.csv row 3 opens a quote that is never closed; left out up to line 4"), file.problems());
        assertEquals(List.of("a"), List.copyOf(file.prompts().byId().keySet()));
    }

    @Test
    void goesOnBehindAMisplacedQuote() throws IOException {
        PromptFile file = read("p.csv", "id,caption\na,good\nb,\"bad\"x\nc,good\nd,\"one\ntwo\"x\ne,good\n");
        assertEquals(2, file.problems().size());
        assertTrue(
                file.problems().get(0).startsWith("p.csv row 3 is not valid CSV"),
                file.problems().get(0));
        assertTrue(
                file.problems().get(1).startsWith("p.csv row 5 is not valid CSV"),
                file.problems().get(1));
        assertTrue(
                file.problems().get(1).endsWith("left out up to line 6"),
                file.problems().get(1));
        assertEquals(List.of("a", "c", "e"), List.copyOf(file.prompts().byId().keySet()));
    }

    @Test
    void refusesAColumnThatIsThereTwice() {
        assertRefused(
                "p.csv", "id,caption,Caption\na,b,c\n", "row 1 has the column \"caption\" twice, as columns 2 and 3");
    }

    @Test
    void onlyNamesAnUnusedColumnThatIsThereTwice() throws IOException {
        PromptFile file = read("p.csv", "x,caption,x\na,b,c\n");
        assertEquals(List.of("p.csv row 1 has the column \"x\" twice, as columns 1 and 3"), file.problems());
        assertEquals(1, file.prompts().size());
    }

    @Test
    void namesLatin1RowsAndKeepsTheOthers() throws IOException {
        byte[] content = "id,caption\na,caf\u00e9\nb,good\n".getBytes(StandardCharsets.ISO_8859_1);
        PromptFile file = TifaReader.read(content, "p.csv");
        assertEquals(List.of("p.csv row 2 is not UTF-8 (byte 0xE9); save the file as UTF-8"), file.problems());
        assertEquals(List.of("b"), List.copyOf(file.prompts().byId().keySet()));
    }

    @Test
    void readsTheSeedsOfCaseLists() throws IOException {
        assertEquals(
                List.of(11L, 12L), seeds("p.csv", "case_number,prompt,evaluation_seed,seed\n7,a,11,1\n8,b,12.0,2\n"));
        assertEquals(List.of(11L), seeds("p.json", "[{\"prompt\": \"a\", \"sd_seed\": 11}]"));
        assertEquals(List.of(11L), seeds("p.jsonl", "{\"prompt\": \"a\", \"seed\": \"11\"}\n"));
        assertEquals(Collections.nCopies(2, null), seeds("p.csv", "prompt,seed\na,\nb, \n"));
        PromptFile odd = read("p.csv", "prompt,seed\na,-1\nb,3\n");
        assertEquals(
                List.of("p.csv row 2 keeps its prompt without the seed \"-1\", expected a whole number"),
                odd.problems());
        assertEquals(3L, odd.prompts().prompts().get(1).seed());
    }

    private List<Long> seeds(String name, String content) throws IOException {
        PromptFile file = read(name, content);
        assertEquals(List.of(), file.problems());
        List<Long> seeds = new ArrayList<>();
        file.prompts().prompts().forEach(prompt -> seeds.add(prompt.seed()));
        return seeds;
    }

    @Test
    void keepsCharactersThatNeedSurrogates() throws IOException {
        String text = "\ud83d\udc80 \ud800\udc80 \ufffd caf\u00e9";
        assertEquals(
                text,
                read("p.csv", "caption\n" + text + "\n")
                        .prompts()
                        .prompts()
                        .get(0)
                        .text());
    }

    @Test
    void namesAnIdThatIsThereTwice() throws IOException {
        PromptFile file = read("p.csv", "id,caption\na,one\na,two\nb,one\n");
        assertEquals(List.of("p.csv row 3 has the id \"a\" of an earlier prompt"), file.problems());
        assertEquals(List.of("a", "b"), List.copyOf(file.prompts().byId().keySet()));
        assertEquals("one", file.prompts().prompts().get(1).text());
    }

    @Test
    void namesAnEmptyPrompt() throws IOException {
        assertEquals(
                List.of("p.csv row 2 has an empty prompt"),
                read("p.csv", "id,caption\na, \nb,c\n").problems());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{'question': 'is it?'}]",
                "{}",
                "[{}]",
                "[{\"question\":\"a\",\"question\":\"b\"}]",
                "[NaN]",
                "[] []"
            })
    void keepsThePromptWhereItsQuestionsAreBroken(String qas) throws IOException {
        PromptFile file = read("p.csv", "caption,qas\na cat,\"" + quoted(qas) + "\"\n");
        assertEquals(
                List.of(new Prompt("0", "p", "a cat", List.of())),
                file.prompts().prompts());
        assertEquals(1, file.problems().size());
        assertTrue(
                file.problems().get(0).startsWith("p.csv row 2 keeps its prompt without questions: qas: "),
                file.problems().get(0));
    }

    @Test
    void leavesMissingKeysOfAQuestionEmpty() throws IOException {
        PromptFile file = read("p.csv", "caption,qas\na,\"[{\"\"question\"\":\"\"is it?\"\"}]\"\nb,\nc,null\n");
        assertEquals(List.of(), file.problems());
        assertEquals(
                List.of(new Question("is it?", List.of(), "", "", "")),
                file.prompts().prompts().get(0).questions());
    }

    @Test
    void namesJsonItemsWithoutAPrompt() throws IOException {
        PromptFile file = read("p.json", "[{\"id\":\"a\"},5,{\"caption\":\"b\"}]");
        assertEquals(
                List.of(
                        "p.json item 0 has no text \"caption\" or \"prompt\"",
                        "p.json item 1 has no text \"caption\" or \"prompt\"",
                        "p.json item 2 has no id, unlike others, and gets the number of its place, 2"),
                file.problems());
        assertEquals(List.of("2"), List.copyOf(file.prompts().byId().keySet()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[{\"caption\":\"a\",\\n\"caption\":\"b\"}] | line 2: is not valid JSON: the key \"caption\" appears twice",
                "[{\"caption\":\"a\",\\n\"x\":1e400}] | line 2: the number 1e400 is out of range",
                "[{\"caption\":\"a\",\\n\"x\":-1e400}] | line 2: the number -1e400 is out of range",
                "[{\"caption\":\"a\",\\n\\n\"x\":NaN}] | line 3: is not valid JSON",
                "[{\"caption\":\"a\"}]\\n[] | line 2: has text after the end",
                "[{\"caption\":\"a\"}]\\nxyz | line 2: is not valid JSON",
                "[{\"caption\":\"a\"},\\n{\"caption\":\"b | line 2: is not valid JSON",
                "[\\n{\"caption\":\"a\"},] | line 2: is not valid JSON"
            })
    void refusesBrokenJsonWithTheLine(String content, String expected) {
        assertRefused("p.json", content.replace("\\n", "\n"), expected);
    }

    @Test
    void refusesJsonThatIsTooDeep() {
        assertRefused("p.json", "[\n" + "[".repeat(100) + "]".repeat(100) + "]", "line 2: is not valid JSON");
        assertRefused("p.json", "[\n" + "[".repeat(1_000_000), "line 2: is not valid JSON");
    }

    @Test
    void refusesJsonThatIsNotUtf8WithTheLine() {
        byte[] content = "[\n\"caf\u00e9\"]".getBytes(StandardCharsets.ISO_8859_1);
        IOException e = assertThrows(IOException.class, () -> TifaReader.read(content, "p.json"));
        assertMessage(e, "p.json line 2: is not UTF-8 (byte 0xE9)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "p.csv | a,b\\n1,2 | has no column \"caption\" or \"prompt\", expected one in its first row, which is [a, b]",
                "p.csv | caption\\n | holds no prompt",
                "p.csv | id,caption\\na | holds no prompt: 1 row was refused, first: p.csv row 2 has 1 cells",
                "p.json | [] | holds no prompt",
                "p.txt | \\n \\n | is empty",
                "p.txt | <!DOCTYPE html><p>Not found</p> | is an HTML page",
                "p.csv | version https://git-lfs.github.com/spec/v1\\n | is a Git LFS pointer",
                "p.txt | a\\0b | is not UTF-8 text, since it holds NUL"
            })
    void saysWhatAFileIsThatHoldsNoPrompts(String name, String content, String expected) {
        assertRefused(name, content.replace("\\n", "\n").replace("\\0", "\0"), expected);
    }

    @Test
    void saysWhereThereIsNoFile() {
        assertMessage(
                assertThrows(IOException.class, () -> TifaReader.read(folder.resolve("none.csv"))), "does not exist");
        assertMessage(assertThrows(IOException.class, () -> TifaReader.read(folder)), "is a folder");
    }

    @Test
    void keepsMessagesInOneLine() throws IOException {
        PromptFile file = read(
                "p.csv", "id,caption\n\"a\u001b[2J\n" + "x".repeat(2000) + "\",\nb,c\n" + "\"k\nl\",d\n\"k\nl\",e\n");
        assertEquals(2, file.problems().size());
        for (String problem : file.problems()) {
            assertTrue(problem.length() <= 500 && problem.lines().count() == 1, problem);
        }
        assertTrue(
                file.problems().get(1).contains("\"k\\u000al\""),
                file.problems().get(1));
    }

    @Test
    void staysLinearInTheNumberOfBrokenRows() throws IOException {
        PromptFile file = assertTimeout(
                Duration.ofSeconds(30), () -> read("p.csv", "id,caption\n" + "x,\"y\"z\n".repeat(20_000) + "a,good\n"));
        assertEquals(20_000, file.problems().size());
        assertEquals(List.of("a"), List.copyOf(file.prompts().byId().keySet()));
        assertEquals(
                "p.csv row 20001 is not valid CSV", file.problems().get(19_999).substring(0, 32));
    }

    @ParameterizedTest
    @ValueSource(strings = {"p.csv", "p.json", "p.txt"})
    void refusesOrReadsWhateverIsInAFile(String name) {
        String[] pieces = {
            "caption",
            "prompt",
            "id",
            "qas",
            ",",
            ";",
            "\t",
            "\"",
            "\"\"",
            "'",
            "\n",
            "\r\n",
            "\r",
            " ",
            "[",
            "]",
            "{",
            "}",
            ":",
            "1e400",
            "NaN",
            "null",
            "\u00e9",
            "\ud83d\ude00",
            "\ufeff",
            "\\u",
            "a cat",
            "{\"caption\":",
            "[{\"question\":"
        };
        Random random = new Random(5);
        boolean json = name.equals("p.json");
        String start = json
                ? "[{\"id\": \"a_1\", \"caption\": \"b\", \"qas\": [" + SURFER_JSON + "]}, \"c\"]"
                : name.equals("p.csv") ? "caption,id\n" : "";
        int read = 0;
        for (int i = 0; i < 10_000; i++) {
            StringBuilder content = new StringBuilder(start);
            for (int length = random.nextInt(json ? 3 : 25); length > 0; length--) {
                content.insert(
                        json ? random.nextInt(content.length() + 1) : content.length(),
                        pieces[random.nextInt(pieces.length)]);
            }
            byte[] bytes = content.toString()
                    .getBytes(random.nextInt(4) == 0 ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
            try {
                PromptFile file = TifaReader.read(bytes, name);
                assertTrue(file.prompts().size() > 0);
                for (String problem : file.problems()) {
                    assertTrue(problem.length() <= 500 && problem.lines().count() == 1, problem);
                }
                read++;
            } catch (IOException e) {
                assertMessage(e, name);
            }
        }
        assertTrue(read > 100, "only " + read + " were read");
    }

    private PromptFile read(String name, String content) throws IOException {
        return TifaReader.read(write(name, content));
    }

    private Path write(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    private static void assertRefused(String name, String content, String expected) {
        assertMessage(
                assertThrows(IOException.class, () -> TifaReader.read(content.getBytes(StandardCharsets.UTF_8), name)),
                expected);
    }

    private static void assertMessage(IOException e, String expected) {
        String message = String.valueOf(e.getMessage());
        assertTrue(message.contains(expected), message);
        assertTrue(message.length() <= 500 && message.lines().count() == 1, message);
    }

    private static String quoted(String json) {
        return json.replace("\"", "\"\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"prompts.jsonl", "prompts.json", "prompts.txt", "prompts"})
    void readsJsonLines(String name) throws IOException {
        PromptFile file = read(name, "{\"id\": 7, \"prompt\": \"a dog\"}\n\n{\"id\": 9, \"prompt\": \"a cat\"}\n");
        assertEquals(
                List.of("7", "9"),
                file.prompts().prompts().stream().map(Prompt::id).toList());
        assertEquals(
                List.of("a dog", "a cat"),
                file.prompts().prompts().stream().map(Prompt::text).toList());
    }

    @Test
    void everyLineOfAJsonlFileIsJson() throws IOException {
        assertEquals(
                List.of("a dog", "a cat"),
                read("texts.jsonl", "\"a dog\"\n  \"a cat\"\n").prompts().prompts().stream()
                        .map(Prompt::text)
                        .toList());
        assertRefused("notes.jsonl", "// prompts\n{\"prompt\": \"a dog\"}\n", "line 1: is not valid JSON");
        assertEquals(
                "7",
                read("one.jsonl", "  {\"id\": 7, \"prompt\": \"a dog\"}")
                        .prompts()
                        .prompts()
                        .get(0)
                        .id());
        assertEquals(
                2,
                read("indented.json", " {\"id\": 7, \"prompt\": \"a\"}\n {\"id\": 8, \"prompt\": \"b\"}")
                        .prompts()
                        .size());
    }

    @Test
    void aSingleObjectWithAPromptIsAnItemOnlyAsAJsonLine() throws IOException {
        String one = "{\"id\": \"7\", \"prompt\": \"a dog\"}";
        assertEquals("7", read("one.jsonl", one).prompts().prompts().get(0).id());
        IOException refused = assertThrows(IOException.class, () -> read("one.json", one));
        assertEquals(
                "one.json is one JSON object with a text \"prompt\", expected a list of such objects, or an object from"
                        + " id to prompt: put it into [ and ]",
                refused.getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"prompt\": \"a cat | line 2: is not valid JSON: it ends too early",
                "{\"prompt\": cat} | line 2: is not valid JSON: it has an error near column",
                "{\"prompt\": \"a\", \"prompt\": \"b\"} | line 2: is not valid JSON: the key \"prompt\" appears twice",
                "{\"prompt\": \"a\"} {} | line 2: has text after the end of the JSON"
            })
    void aBadJsonLineIsNamedInPlainWords(String line, String expected) {
        IOException refused = assertThrows(
                IOException.class, () -> read("prompts.jsonl", "{\"prompt\": \"a dog\"}\n" + line.strip() + "\n"));
        assertTrue(refused.getMessage().startsWith("prompts.jsonl " + expected), refused.getMessage());
    }
}
