package org.clipmeter.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.clipmeter.PromptList;
import org.clipmeter.ScoreRun;
import org.clipmeter.Shapes;
import org.clipmeter.embed.cache.EmbeddingCache;
import org.clipmeter.notebook.session.NotebookError;
import org.clipmeter.notebook.session.Session;
import org.clipmeter.notebook.view.FakeCell;
import org.clipmeter.notebook.view.JavaVariable;
import org.clipmeter.pairs.Images;
import org.clipmeter.prompts.Prompt;
import org.clipmeter.prompts.PromptFile;
import org.clipmeter.prompts.PromptSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tech.tablesaw.api.Table;

/** Variables of a fake kernel in the arguments of magics. */
class VariablesTest {
    private static final PromptSet PROMPTS = new PromptSet(
            "own",
            List.of(
                    new Prompt("a", "own", "a red circle", List.of()),
                    new Prompt("b", "own", "a blue square", List.of())),
            2);

    @TempDir
    private static Path folder;

    private static Path pictures;
    private static Session session;
    private static Magics magics;

    private final FakeCell cell = new FakeCell();

    @BeforeAll
    static void drawTwoPictures() throws Exception {
        pictures = folder.resolve("my \"own\" pictures");
        Shapes.draw(PROMPTS, pictures);
        Files.writeString(
                folder.resolve("prompts.csv"), "id,source,caption\na,own,a red circle\nb,own,a blue square\n");
        session = new Session(EmbeddingCache.off());
        magics = new Magics(session);
        magics.run("clip", List.of("model", "shapes"), new FakeCell());
    }

    @AfterAll
    static void close() {
        Objects.requireNonNull(session.loaded()).close();
    }

    @ParameterizedTest
    @CsvSource({"$file", "{file}", "${file}", "$folder/prompts.csv", "{folder}/prompts.csv", "--source=$file"})
    void textsAndPathsReplaceTheirName(String word) throws Exception {
        cell.with("file", folder.resolve("prompts.csv")).with("folder", folder.toString());
        List<String> given = word.startsWith("--") ? List.of(word) : List.of("--source", word);
        assertEquals(2, table("tifa", given).rowCount());
    }

    @Test
    void aWholeNumberIsTheValueOfAnOption() throws Exception {
        cell.with("file", new File(folder.toFile(), "prompts.csv")).with("n", 1);
        assertEquals(
                1, table("tifa", List.of("--source", "$file", "--limit", "$n")).rowCount());
    }

    @Test
    void aValueWithSpacesAndQuotesArrivesWhole() throws Exception {
        cell.with("dir", pictures.toString()).with("prompts", PROMPTS);
        assertEquals(
                2,
                table("clip", List.of("score", "$dir", "--prompts", "$prompts")).rowCount());
    }

    @Test
    void theLinesOfACellMagicHaveVariablesToo() throws Exception {
        cell.with("dir", pictures)
                .with("file", folder.resolve("prompts.csv"))
                .from("%%clip score // two pictures\n$dir\n--prompts {file}\n");
        List<String> words = Magics.withBody(List.of("score", "//", "two", "pictures"), "$dir\n--prompts {file}\n");
        assertEquals(2, table("clip", words).rowCount());
    }

    @Test
    void imagesAndPromptsAreTakenAsTheyAre() throws Exception {
        cell.with("images", Images.in(pictures)).with("prompts", PromptList.of(new PromptFile(PROMPTS, List.of())));
        assertEquals(
                2,
                table("clip", List.of("score", "$images", "--prompts={prompts}"))
                        .rowCount());
    }

    @Test
    void imagesAreScoredForAComparison() throws Exception {
        cell.with("images", Images.in(pictures)).with("dir", pictures).with("prompts", PROMPTS);
        Table table = table("clip", List.of("compare", "one=$images", "two={dir}", "--prompts", "$prompts"));
        assertEquals("2", table.getString(0, "n"));
    }

    @Test
    void aRunIsTakenAsTheOneOfItsVariablesName() throws Exception {
        ScoreRun run = Objects.requireNonNull(session.loaded()).score(Images.in(pictures), PROMPTS);
        cell.with("fresh", run).with("baseline", run);
        Path file = folder.resolve("fresh.csv");
        magics.run("clip", List.of("export", "$fresh", file.toString()), cell);
        assertEquals(3, Files.readAllLines(file).size());
        assertTrue(session.resultNames().contains("fresh"));
        magics.run("clip", List.of("export", "$baseline", file.toString()), cell);
        assertTrue(!session.resultNames().contains("baseline"), "the same run has its name already");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "$none | $none: the variable none is null; expected a String, a Path,",
                "$list | $list: the variable list is an ArrayList; expected a String, a Path,",
                "$table | $table: the variable table is a Table; expected a String, a Path,",
                "$empty | $empty: the variable empty is an empty text",
                "$dashed | $dashed stands for --no-cache, which reads as an option",
                "$prompts | $prompts is a PromptSet, which can't be used as IMAGES",
                "$prompts/x | $prompts: the variable prompts is a PromptSet, which can't be a part of $prompts/x",
                "$hidden | $hidden: the value of the variable hidden can't be read, because this kernel hides it"
            })
    void whatDoesNotFitIsRefusedByName(String word, String expected) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("none", null);
        values.put("list", new java.util.ArrayList<>(Arrays.asList(1, 2)));
        values.put("table", Table.create("t"));
        values.put("empty", "");
        values.put("dashed", "--no-cache");
        values.put("prompts", PROMPTS);
        values.forEach(cell::with);
        cell.with("hidden", new JavaVariable.Unreadable("this kernel hides it"));
        String error = error("clip", "score", word);
        assertTrue(error.startsWith("%clip score: " + expected), error);
        assertEquals(1, error.lines().count(), error);
    }

    @Test
    void imagesAreNotPrompts() {
        cell.with("images", Images.in(pictures));
        assertEquals(
                "%clip score: $images is an Images, which can't be used as the value of an option PROMPTS",
                error("clip", "score", "x", "--prompts", "$images"));
    }

    @ParameterizedTest
    @CsvSource({"out/*.{png,jpg}", "$HOME", "{dir}s/$dirs", "C:\\$Recycle.Bin", "$1", "{}", "a$"})
    void whatIsNotTheNameOfAVariableStaysAsTyped(String word) {
        cell.with("dir", "somewhere");
        Variables variables = new Variables(session, cell, name -> false);
        assertEquals(List.of(word.replace("{dir}", "somewhere")), variables.fill(List.of(word)));
        variables.check("%clip");
    }

    @Test
    void anErrorSaysThatThereIsNoSuchVariable() {
        String error = error("clip", "score", "$dri/images", "--prompts", "shapes");
        assertTrue(error.contains("$dri/images"), error);
        assertTrue(error.contains("; there is no Java variable for $dri, so it stays as typed"), error);
    }

    @Test
    void anOptionsErrorSaysSoToo() {
        String error = error("tifa", "--limit", "$few");
        assertTrue(error.contains("got $few; there is no Java variable for $few"), error);
    }

    @Test
    void aLocalVariableIsRefusedEvenIfTheKernelHasOneOfTheSameName() {
        cell.with("dir", pictures).from("for (Path dir : dirs) {\n    %clip score $dir\n}");
        String error = error("clip", "score", "$dir");
        assertTrue(error.startsWith("%clip score: $dir: dir is a local variable of its block"), error);
    }

    private Table table(String magic, List<String> words) throws Exception {
        return (Table) Objects.requireNonNull(magics.run(magic, words, cell));
    }

    private String error(String magic, String... words) {
        return String.valueOf(assertThrows(NotebookError.class, () -> magics.run(magic, List.of(words), cell))
                .getMessage());
    }

    /** The label {@code IMAGE|RUN} takes a run as well. */
    @Test
    void aRunInAVariableIsExplained() throws Exception {
        magics.run("clip", List.of("score", pictures.toString(), "-o", "scored"), new FakeCell());
        cell.with("mine", session.run("scored"));
        Table table = (Table) Objects.requireNonNull(
                magics.run("clip", List.of("explain", "$mine", "--worst", "1", "--steps", "2"), cell));
        assertEquals(1, table.rowCount());
    }
}
