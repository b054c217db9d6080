package org.clipmeter.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.clipmeter.hub.HubSettings;
import org.clipmeter.notebook.session.Session;
import org.clipmeter.notebook.view.Output;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A {@code |} in a cell marks the cursor. */
class CompletionTest {
    private static Path folder;
    private static Completion completion;
    private static Inspection inspection;

    @BeforeEach
    void prepare(@TempDir Path temporary) throws IOException {
        folder = temporary;
        Path cache = folder.resolve("cache");
        Files.createDirectories(cache.resolve("models--laion--some-clip/snapshots/1"));
        Files.writeString(
                cache.resolve("models--laion--some-clip/snapshots/1/config.json"), "{\"model_type\": \"clip\"}");
        Files.createDirectories(cache.resolve("models--google--some-bert/snapshots/1"));
        Files.writeString(
                cache.resolve("models--google--some-bert/snapshots/1/config.json"), "{\"model_type\": \"bert\"}");
        Files.createDirectories(folder.resolve("my images"));
        Files.createDirectories(folder.resolve("mine"));
        Files.writeString(folder.resolve("my images/a b.csv"), "image,id\na.png,7\n");
        Files.writeString(folder.resolve("my images/a.png"), "");
        Files.writeString(folder.resolve("my prompts.csv"), "");
        Magics magics = new Magics(new Session());
        HubSettings hub = HubSettings.of(Map.of("HF_HUB_CACHE", cache.toString()), folder);
        completion = new Completion(magics, magics.candidates(hub, () -> List.of("diagrams", "dir", "run")));
        inspection = new Inspection(magics);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            value = {
                "%clip mo| > model,models",
                "%clip score images --lon| > --long-prompts",
                "%clip score $di| > diagrams,dir",
                "%clip score out/{dir| > dir}",
                "%clip score {d|} > diagrams,dir",
                "%clip score ${run| > run}",
                "%clip score --prompts=$r| > run",
                "%clip score images --long-prompts | > cut,fail",
                "%clip score images --long-prompts=f| > fail",
                "%clip score images --images-by i| > id,index",
                "%tifa --sample s| > stratified",
                "%tifa --limit n| > none",
                "%tifa --source v| > v1.0",
                "%tifa --source v1.0,dr| > 'v1.0,drawbench'",
                "%clip model l/| > L/14,L/14@336",
                "%clip model lai| > laion/some-clip",
                "%clip model B/32 --device c| > cpu,cuda",
                "%clip score images --prompts l| > last",
                "Table t = %tifa q| > qa",
            })
    void completes(String cell, String expected) {
        assertEquals(expected, String.join(",", matches(cell).texts()));
    }

    @Test
    void offersSubcommandsFirstWhereNothingIsTyped() {
        List<String> texts = matches("%clip |").texts();
        assertTrue(texts.containsAll(List.of("model", "models", "score", "--help")), texts.toString());
        assertTrue(texts.indexOf("score") < texts.indexOf("--help"), texts.toString());
    }

    @Test
    void anOptionIsOfferedOnce() {
        assertFalse(matches("%tifa --limit 3 --|").texts().contains("--limit"));
        assertTrue(matches("%tifa --|").texts().contains("--limit"));
    }

    @Test
    void replacesTheWordBeforeTheCursor() {
        Completion.Matches matches = matches("int a = 1;\n%clip mo| x");
        assertEquals(17, matches.start());
        assertEquals(19, matches.end());
        assertEquals(
                "%clip score --prompts=".length(),
                matches("%clip score --prompts=l|").start());
    }

    @Test
    void aCellMagicsBodyIsCompletedToo() {
        assertEquals(
                List.of("--recursive"),
                matches("%%clip score\nimages // all\n  --rec|").texts());
    }

    @Test
    void pathsWithBlanksAreQuoted() {
        String begun = folder.resolve("my").toString();
        assertEquals(
                List.of("\"" + begun + " images/", "\"" + begun + " prompts.csv\""),
                matches("%tifa --source " + begun + "|").texts());
        Completion.Matches inside = matches("%clip score \"" + begun + " images/|");
        assertEquals(List.of("\"" + begun + " images/a b.csv\""), inside.texts());
        assertEquals("%clip score ".length(), inside.start());
        assertEquals(
                List.of("'" + begun + " images/a b.csv'"),
                matches("%clip score '" + begun + " images/a|").texts());
        assertEquals(
                List.of(folder.resolve("mine") + "/"),
                matches("%clip score " + folder.resolve("mi") + "|").texts());
    }

    @Test
    void imagesAreFoldersAndFilesThatListImages() throws IOException {
        Path own = Files.createDirectories(folder.resolve("in"));
        Files.createDirectories(own.resolve("out"));
        Files.writeString(own.resolve("listed.csv"), "image,prompt\na.PNG,a cat\n");
        Files.writeString(own.resolve("windows.tsv"), "\ufeffimage\tid\na.jpg\t7\n", StandardCharsets.UTF_16LE);
        Files.writeString(own.resolve("listed.json"), "{\"7\": \"a.webp\"}");
        Files.writeString(own.resolve("prompts.csv"), "id,prompt\n7,a cat\n");
        Files.writeString(own.resolve("notes.txt"), "a.png");
        Files.writeString(own.resolve("a.png"), "");
        List<String> offered = in(own, "listed.csv", "listed.json", "out/", "windows.tsv");
        assertEquals(offered, matches("%clip score " + own + "/|").texts());
        assertEquals(offered, matches("%clip compare base=" + own + "/|").texts());
        assertEquals(offered, matches("%clip run a.json --images " + own + "/|").texts());
        assertEquals(
                "%clip compare base=".length(),
                matches("%clip compare base=" + own + "/|").start());
        assertEquals(List.of(), matches("%clip compare " + own + "/|").texts());
        assertEquals(List.of(), matches("%clip gallery " + own + "/|").texts());
    }

    @Test
    void promptsAreFoldersAndFilesOfTextOrTables() throws IOException {
        Path own = Files.createDirectories(folder.resolve("in"));
        for (String name :
                List.of("a.csv", "a.JSON", "a.jsonl", "a.tsv", "a.txt", "a.png", "a.ipynb", "a.safetensors")) {
            Files.writeString(own.resolve(name), "");
        }
        Files.createDirectories(own.resolve("more"));
        List<String> offered = in(own, "a.JSON", "a.csv", "a.jsonl", "a.tsv", "a.txt", "more/");
        assertEquals(offered, matches("%tifa --source " + own + "/|").texts());
        assertEquals(
                offered, matches("%clip score images --prompts=" + own + "/|").texts());
    }

    @Test
    void modelsAreFoldersThatHoldAModelOrLeadToOne() throws IOException {
        Path own = Files.createDirectories(folder.resolve("in"));
        Files.createDirectories(own.resolve("checkpoints/step-1"));
        Files.createDirectories(own.resolve("pictures"));
        Files.createDirectories(own.resolve("tuned"));
        Files.writeString(own.resolve("tuned/config.json"), "{}");
        Files.writeString(own.resolve("pictures/a.png"), "");
        Files.writeString(own.resolve("tuned.json"), "");
        assertEquals(
                in(own, "checkpoints/", "tuned/"),
                matches("%clip model " + own + "/|").texts());
    }

    @Test
    void aReportIsAFolderOrAJsonFile() throws IOException {
        Path own = Files.createDirectories(folder.resolve("in"));
        Files.createDirectories(own.resolve("results"));
        Files.writeString(own.resolve("1_report.json"), "{}");
        Files.writeString(own.resolve("table.csv"), "");
        assertEquals(
                in(own, "1_report.json", "results/"),
                matches("%clip report " + own + "/|").texts());
    }

    private static List<String> in(Path own, String... names) {
        return Stream.of(names).map(name -> own + "/" + name).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"int a = |", "%jars x|", "%cl|", "x %clip |", "// |", "%clip|"})
    void allElseIsTheKernels(String cell) {
        assertNull(completion.at(cell.replace("|", ""), cell.indexOf('|')));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            value = {
                "%cl|ip > Usage: %clip",
                "%clip sco|re images > Usage: %clip score",
                "%clip score images| > Usage: %clip score",
                "%tifa --lim|it 3 > --limit=N|none",
            })
    void theHelpIsThatOfTheCommandOrOption(String cell, String expected) {
        Output help = inspection.at(cell.replaceFirst("\\|", ""), cell.indexOf('|'));
        assertNotNull(help);
        assertTrue(help.plain().startsWith(expected), help.plain());
    }

    @Test
    void aCellMagicsBodyHasHelpToo() {
        Output help = inspection.at("%%clip score\nimages --recursive", 25);
        assertNotNull(help);
        assertTrue(help.plain().startsWith("--recursive"), help.plain());
    }

    @Test
    void noOtherTextHasOurHelp() {
        assertNull(inspection.at("String s = null;", 4));
    }

    private static Completion.Matches matches(String cell) {
        Completion.Matches matches = completion.at(cell.replace("|", ""), cell.indexOf('|'));
        assertNotNull(matches, cell);
        return matches;
    }
}
