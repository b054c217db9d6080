package org.clipmeter.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
        Files.writeString(folder.resolve("my images/a b.png"), "");
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
                matches("%clip score " + begun + "|").texts());
        Completion.Matches inside = matches("%clip score \"" + begun + " images/|");
        assertEquals(List.of("\"" + begun + " images/a b.png\""), inside.texts());
        assertEquals("%clip score ".length(), inside.start());
        assertEquals(
                List.of("'" + begun + " images/a b.png'"),
                matches("%clip score '" + begun + " images/a|").texts());
        assertEquals(
                List.of(folder.resolve("mine") + "/"),
                matches("%clip score " + folder.resolve("mi") + "|").texts());
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
