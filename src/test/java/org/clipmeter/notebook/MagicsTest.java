package org.clipmeter.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.clipmeter.ClipMeter;
import org.clipmeter.failure.Section;
import org.clipmeter.notebook.session.NotebookError;
import org.clipmeter.notebook.session.Session;
import org.clipmeter.notebook.view.Cell;
import org.clipmeter.notebook.view.FakeCell;
import org.clipmeter.notebook.view.Output;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tech.tablesaw.api.Table;

class MagicsTest {
    @TempDir
    private Path folder;

    private final FakeCell cell = new FakeCell();
    private final Magics magics = new Magics(new Session());
    private String prompts = "";

    @BeforeEach
    void writePrompts() throws IOException {
        Path file = folder.resolve("prompts.csv");
        Files.writeString(file, """
                id,source,caption
                coco_1,coco,a dog
                coco_2,coco,a cat
                drawbench_1,drawbench,"three cats, two dogs"
                """);
        prompts = file.toString();
    }

    @Test
    void tifaGivesATableOfPrompts() throws Exception {
        Table table = table("tifa", "--source", prompts);
        assertEquals(List.of("id", "source", "prompt", "n_questions"), table.columnNames());
        assertEquals(
                List.of("a dog", "a cat", "three cats, two dogs"),
                table.stringColumn("prompt").asList());
    }

    @Test
    void tifaTakesTheFirstOnes() throws Exception {
        assertEquals(2, table("tifa", "--source", prompts, "--limit", "2").rowCount());
        assertEquals(3, table("tifa", "--source", prompts, "--limit", "none").rowCount());
    }

    @Test
    void aWordThatIsNoOriginIsABlock() throws Exception {
        Table table = table("tifa", "--source", prompts + ",drawbench");
        assertEquals(List.of("drawbench_1"), table.stringColumn("id").asList());
    }

    @Test
    void optionsMayStandBeforeOrAfterTheSubcommand() throws Exception {
        assertEquals(0, table("tifa", "qa", "--source", prompts, "--limit", "2").rowCount());
        assertEquals(0, table("tifa", "--source", prompts, "--limit", "2", "qa").rowCount());
        assertEquals(
                "element_type",
                table("tifa", "--source", prompts, "qa").columnNames().get(7));
    }

    @Test
    void clipPromptsShowsAnySourceAndSelectsNothing() throws Exception {
        assertEquals(2, table("tifa", "--source", prompts, "--limit", "2").rowCount());
        Table shown = table("clip", "prompts", prompts + ",drawbench", "-o", "shown");
        assertEquals(List.of("drawbench_1"), shown.stringColumn("id").asList());
        assertEquals(shown, cell.variables().get("Table shown"));
        assertEquals(5, table("clip", "prompts", "shapes", "--limit", "5").rowCount());
        assertEquals(2, table("clip", "prompts", "last").rowCount(), "those of %tifa are still selected");
        assertEquals(1, table("clip", "prompts", "LAST", "--limit", "1").rowCount());
        Table drawn = table("clip", "prompts", prompts, "--sample", "stratified", "--limit", "2", "--seed", "4");
        assertEquals(2, drawn.rowCount());
        assertTrue(error("clip", "prompts", prompts, "--id-column", "seed")
                .contains("has no column \"seed\" for the ids"));
    }

    @Test
    void clipPromptsRefusesWhatIsNoSource() {
        assertEquals(
                "%clip prompts: expected PROMPTS[,BLOCK]",
                error("clip", "prompts").lines().findFirst().orElse(""));
        assertEquals(
                "%clip prompts: no prompts were chosen; run %tifa first, or name a source: %clip prompts tifa",
                error("clip", "prompts", "last").lines().findFirst().orElse(""));
        assertEquals(
                "%clip prompts: cocco: there is no such source or file; expected tifa, v1.0, shapes, coco, last or a file; did you mean coco?",
                error("clip", "prompts", "cocco").lines().findFirst().orElse(""));
        assertTrue(error("clip", "prompts", "v1.0,drawbenc").contains("did you mean drawbench?"));
    }

    @Test
    void bindsTheResultToAVariableOfItsType() throws Exception {
        Table table = table("tifa", "--source", prompts, "-o", "few");
        assertEquals(table, cell.variables().get("Table few"));
    }

    @Test
    void refusesWhatIsNoVariableNameBeforeAnyWork() {
        assertEquals(
                "-o my scores: not a name of a Java variable; try -o scores",
                error("tifa", "--source", "nowhere.csv", "-o", "'my", "scores'"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "clip version | %clip: unknown subcommand version; did you mean --version?",
                "tifa --limt 3 | %tifa: unknown option --limt; did you mean --limit?",
                "clip scor images | %clip: unknown subcommand scor; did you mean score or export?",
                "clip score images --recursiv | %clip score: unknown option --recursiv; did you mean --recursive?",
                "tifa --limit few | %tifa: --limit: expected a number from 1, or none, got few",
                "tifa --limit 0 | %tifa: --limit: expected a number from 1, or none, got 0",
                "tifa --sample all | %tifa: --sample: expected head or stratified, got all",
                "clip score | %clip score: expected IMAGES",
                "clip model a b | %clip model: unexpected argument b",
                "clip plot histogramm | %clip plot: KIND: expected histogram, ecdf, box, bars, scatter, delta or forest, got histogramm; did you mean histogram?",
                "clip plot histogram --width wide | %clip plot: --width: expected a whole number, got wide",
                "clip plot histogram --width | %clip plot: --width needs a value: PIXELS",
                "tifa --limit 3 --limit 4 | %tifa: --limit is given twice; give it once",
                "clip export | %clip export: expected RUN",
                "clip scroe | %clip: unknown subcommand scroe; did you mean score or prompts?"
            })
    void slipsAreExplained(String line, String expected) {
        String[] words = line.split(" ");
        String error = error(words[0], List.of(words).subList(1, words.length).toArray(String[]::new));
        assertEquals(expected, error.lines().findFirst().orElse(""));
        assertTrue(error.lines().skip(1).allMatch(next -> next.startsWith("See %") && next.endsWith(" --help")), error);
    }

    @Test
    void aMisspeltSourceIsRefusedBeforeAnythingIsDownloaded() {
        assertEquals(
                "%tifa: --source shape: there is no such source, file or block; expected reference, v1.0,"
                        + " shapes, coco2017, a file, or a block of TIFA (coco, drawbench, partiprompt, paintskill); did you mean shapes?",
                error("tifa", "--source", "shape").lines().findFirst().orElse(""));
        assertTrue(error("tifa", "--source", "v1.0,drawbnch").contains("did you mean drawbench?"));
    }

    @Test
    void aNameIsSaidOnce() {
        String error = error("clip", "compare", "a", "a");
        assertTrue(error.startsWith("%clip compare: ") && !error.contains("compare: compare"), error);
    }

    @Test
    void everySectionOfTheGuideIsShown() throws Exception {
        for (Section section : Section.values()) {
            FakeCell shown = new FakeCell();
            magics.run("clip", List.of("help", section.anchor()), shown);
            assertTrue(
                    shown.plain().get(0).startsWith(section.title() + "\n\n**"),
                    shown.plain().get(0));
        }
        assertTrue(error("clip", "help", "pairng").contains("did you mean pairing?"));
    }

    @Test
    void helpShowsACommandAsItsOwnHelpDoes() {
        for (List<String> command : List.of(List.of("run"), List.of("cache", "clear"))) {
            FakeCell asked = new FakeCell();
            FakeCell own = new FakeCell();
            magics.run(
                    "clip", Stream.concat(Stream.of("help"), command.stream()).toList(), asked);
            magics.run(
                    "clip", Stream.concat(command.stream(), Stream.of("--help")).toList(), own);
            assertEquals(own.plain(), asked.plain());
        }
        assertTrue(error("clip", "help", "scroe").contains("did you mean score?"));
        assertTrue(error("clip", "help", "cache", "cleer").contains("there is no command or section cache cleer"));
    }

    @Test
    void helpOfANameThatIsBothNamesTheCommandsOwnHelp() {
        FakeCell shown = new FakeCell();
        magics.run("clip", List.of("help", "model"), shown);
        assertTrue(shown.plain().get(0).startsWith(Section.MODEL.title()), shown.plain()::toString);
        assertTrue(
                shown.plain().get(0).endsWith("The options of the command: %clip model --help"),
                shown.plain()::toString);
    }

    @Test
    void helpWithoutATopicListsCommandsAndSections() {
        FakeCell shown = new FakeCell();
        magics.run("clip", List.of("help"), shown);
        List<String> lines = shown.plain().get(0).lines().toList();
        assertTrue(lines.containsAll(magics.commandLine("clip").getSubcommands().keySet()), lines.toString());
        for (Section section : Section.values()) {
            assertTrue(lines.contains(section.anchor()), lines.toString());
        }
    }

    @Test
    void aMissingFileIsNamed() {
        String error = error("tifa", "--source", "nowhere/prompts.csv");
        assertTrue(error.contains("prompts.csv"), error);
        assertTrue(error.lines().count() <= 2, error);
    }

    @Test
    void aRefusalOfPromptsNamesTheOptionThatChoosesThem() throws IOException {
        String column =
                "prompts: only a prompt file has an id column such as seed, but the prompts are shapes; name the file ";
        assertEquals(
                "%tifa: " + column + "(--source FILE)", error("tifa", "--source", "shapes", "--id-column", "seed"));
        Files.write(folder.resolve("1.png"), new byte[10]);
        assertEquals(
                "%clip score: " + column + "(--prompts FILE)",
                error("clip", "score", folder.toString(), "--prompts", "shapes", "--id-column", "seed"));
    }

    @Test
    void aPathThatCannotBeOneIsNamedAsThatOfPrompts() {
        String error = error("tifa", "--source", "a\0b/prompts.csv");
        assertTrue(error.startsWith("%tifa: prompts: a\\u0000b/prompts.csv is not a path on this system: "), error);
    }

    @Test
    void scoringWithoutPromptsSaysWhatToDo() throws IOException {
        Files.write(folder.resolve("1.png"), new byte[10]);
        String error = error("clip", "score", folder.toString());
        assertTrue(error.startsWith("%clip score: no prompts were chosen; run %tifa first"), error);
    }

    @Test
    void theBareMagicShowsItsHelp() throws Exception {
        assertNull(run("clip"));
        assertTrue(cell.plain().get(0).startsWith("Usage: %clip"), cell.plain().get(0));
    }

    @Test
    void aCellMagicTakesItsBodyAsArguments() {
        assertEquals(List.of("score", "images", "-o", "x"), Magics.withBody(List.of("score"), "images\n  -o x\n"));
    }

    @Test
    void anUnexpectedFailureKeepsItsStackTrace() {
        NotebookError error = NotebookError.from("%clip", new IllegalStateException("a bug"));
        assertTrue(error.getMessage().startsWith("%clip failed unexpectedly: java.lang.IllegalStateException: a bug"));
        assertTrue(error.getStackTrace().length > 0);
        Throwable cause = new IOException("disk full");
        assertEquals(
                cause,
                NotebookError.from("%clip", new IllegalStateException("a bug", cause))
                        .getCause());
        assertEquals(0, NotebookError.from("%clip", new IOException("no disk")).getStackTrace().length);
    }

    @Test
    void aMagicThatWasInterruptedBeforeItBeganDoesNothing() {
        magics.stopNext(true);
        assertEquals("%tifa: cancelled; run the cell again", error("tifa", "--source", prompts, "-o", "few"));
        assertEquals(List.of(), cell.plain());
        magics.stopNext(false);
        assertFalse(magics.stop(), "nothing runs");
    }

    @Test
    void aMagicThatWasInterruptedBeforeItShowedItsBarShowsNone() {
        Cell interrupting = new Cell() {
            @Override
            public @Nullable String source() {
                assertTrue(magics.stop());
                return null;
            }

            @Override
            public void show(Output output) {
                cell.show(output);
            }

            @Override
            public Updatable open(Output output) {
                return cell.open(output);
            }

            @Override
            public void bind(String name, Class<?> type, Object value) {
                cell.bind(name, type, value);
            }
        };
        NotebookError error =
                assertThrows(NotebookError.class, () -> magics.run("clip", List.of("model", "shapes"), interrupting));
        assertEquals("%clip model: cancelled while loading shapes; run the cell again", error.getMessage());
        assertEquals(List.of(), cell.plain());
    }

    @Test
    void anArgumentThatBeginsWithAnAtSignIsNoFileOfArguments() throws IOException {
        Path file = Files.writeString(folder.resolve("args"), "--limit 1");
        String error = error("tifa", "--source", prompts, "@" + file);
        assertTrue(error.startsWith("%tifa: unknown subcommand @"), error);
    }

    private @Nullable Object run(String magic, String... args) throws Exception {
        return magics.run(magic, List.of(args), cell);
    }

    private Table table(String magic, String... args) throws Exception {
        return (Table) java.util.Objects.requireNonNull(run(magic, args));
    }

    private String error(String magic, String... args) {
        return String.valueOf(
                assertThrows(NotebookError.class, () -> run(magic, args)).getMessage());
    }

    @Test
    void theVersionNamesTheReferenceThatTheTestsArePinnedTo() throws Exception {
        FakeCell cell = new FakeCell();
        assertNull(new Magics(new Session()).run("clip", List.of("--version"), cell));
        String shown = cell.plain().get(0);
        assertTrue(shown.contains("gives the scores of " + ClipMeter.REFERENCE), shown);
        String pins = Files.readString(Path.of(System.getProperty("basedir", "."), "src/build/develop.py"));
        for (String one : ClipMeter.REFERENCE.split(", ", -1)) {
            String pin = one.toLowerCase(Locale.ROOT).replaceFirst("(.*) (.*)", "\"$1\": \"$2\"");
            assertTrue(pins.contains(pin), pin + " is not in src/build/develop.py");
        }
    }
}
