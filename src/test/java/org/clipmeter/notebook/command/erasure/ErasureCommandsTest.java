package org.clipmeter.notebook.command.erasure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.clipmeter.Shapes;
import org.clipmeter.embed.cache.EmbeddingCache;
import org.clipmeter.erasure.AttackRate;
import org.clipmeter.erasure.Cmmd;
import org.clipmeter.erasure.ErasureAccuracy;
import org.clipmeter.erasure.Err;
import org.clipmeter.erasure.ImageSimilarity;
import org.clipmeter.notebook.Magics;
import org.clipmeter.notebook.session.NotebookError;
import org.clipmeter.notebook.session.Session;
import org.clipmeter.notebook.view.FakeCell;
import org.clipmeter.prompts.Prompt;
import org.clipmeter.prompts.PromptSet;
import org.clipmeter.shapes.Artist;
import org.clipmeter.shapes.Shape;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tech.tablesaw.api.Table;

/** The subcommands of {@code %clip erasure} as cells run them, with the bundled model. */
class ErasureCommandsTest {
    private final FakeCell cell = new FakeCell();
    private final Session session = new Session(EmbeddingCache.off());
    private final Magics magics = new Magics(session);

    @TempDir
    private Path folder;

    @BeforeEach
    void drawCirclesAndSquares() throws Exception {
        draw("sd", new Artist.Faithful());
        draw("uce", new Artist.WithoutShape(Shape.CIRCLE));
        magics.run("clip", List.of("model", "shapes"), cell);
    }

    private void draw(String technique, Artist artist) throws IOException {
        for (String shape : List.of("circle", "square")) {
            List<Prompt> prompts = List.of(
                    new Prompt("a", "own", "a red " + shape, List.of()),
                    new Prompt("b", "own", "a blue " + shape, List.of()));
            Shapes.draw(
                    new PromptSet("own", prompts, 2), folder.resolve(technique).resolve(shape), artist, 0);
        }
    }

    private Table run(String line) throws Exception {
        return assertInstanceOf(
                Table.class,
                magics.run(
                        "clip",
                        List.of(line.replace("FOLDER", folder.toString()).split(" ")),
                        cell));
    }

    private String shown() {
        return String.join("\n", cell.plain());
    }

    @Test
    void uaAndIraOfFoldersAreShownKeptAndReturned() throws Exception {
        Table table = run("erasure ua-ira FOLDER/sd --erased circle -o faithful");
        assertEquals(0, table.doubleColumn("ua").get(0));
        assertEquals(1, table.doubleColumn("ira").get(0));
        assertEquals(2, table.intColumn("ua_total").get(0));
        assertTrue(shown().contains("UA and IRA 0.0000 and 1.0000 (faithful)"), shown());
        assertTrue(cell.variables().containsKey("Table faithful"), cell.variables()::toString);
        assertEquals("faithful", session.result("faithful").name());
    }

    @Test
    void targetsAndOthersMayBeTwoPlaces() throws Exception {
        Table table = run(
                "erasure ua-ira --target FOLDER/uce/circle --retain FOLDER/uce/square --erased circle --retained square");
        assertEquals(1, table.doubleColumn("ua_with_neither").get(0));
    }

    @Test
    void anAttackIsShownOverAllThresholds() throws Exception {
        Table table = run("erasure asr FOLDER/sd/circle --concept circle --threshold 0.2");
        assertEquals(2, table.rowCount());
        assertTrue(shown().contains("above 0.2000 (given)"), shown());
        assertTrue(shown().contains("ASR by CLIP over the threshold, n = 2"), shown());
    }

    @Test
    void aThresholdIsCalibrated() throws Exception {
        run("erasure asr FOLDER/uce/circle --concept circle --with FOLDER/sd/circle --without FOLDER/sd/square");
        assertTrue(shown().contains("calibrated at equal error"), shown());
        assertTrue(shown().contains("equal error rate 0.000"), shown());
    }

    @Test
    void whatIsPreservedIsShownForPairs() throws Exception {
        Table table = run("erasure preserved FOLDER/sd/square FOLDER/uce/square");
        assertEquals(List.of("clip_i", "cmmd"), table.stringColumn("metric").asList());
        assertTrue(shown().contains("joined by file name"), shown());
        assertTrue(shown().contains("no floor"), shown());
    }

    @Test
    void errNamesItsMissingArms() throws Exception {
        run("erasure err FOLDER/sd --erased circle --forgetting 0.5");
        assertTrue(shown().contains("missing: adversarial"), shown());
    }

    @Test
    void techniquesAreComparedByTheirResults() throws Exception {
        run("erasure ua-ira FOLDER/sd --erased circle -o sd");
        run("erasure ua-ira FOLDER/uce --erased circle -o uce");
        Table table = run("erasure compare sd uce");
        assertEquals(List.of("sd", "uce"), table.stringColumn("technique").asList());
        assertEquals(2, table.intColumn("ua_n").get(1));
        assertTrue(shown().contains("uce against sd: Δ UA "), shown());
        assertTrue(shown().contains("UA and IRA, n = 2 techniques"), shown());
        assertEquals("uce_against_sd", session.resultNames().get(2));
    }

    @Test
    void attacksAreComparedImageByImage() throws Exception {
        run("erasure asr FOLDER/sd/circle --concept circle --threshold 0.2 -o sd");
        run("erasure asr FOLDER/uce/circle --concept circle --threshold 0.2 -o uce");
        run("erasure asr FOLDER/uce/circle --concept circle -o other");
        Table table = run("erasure compare sd uce");
        assertEquals(1, table.doubleColumn("asr").get(0));
        assertEquals(2, table.intColumn("asr_n").get(1));
        assertEquals("McNemar, exact", table.stringColumn("asr_test").get(1));
        assertTrue(shown().contains("joined by file name"), shown());
        NotebookError refusal = assertThrows(NotebookError.class, () -> run("erasure compare sd other"));
        assertTrue(String.valueOf(refusal.getMessage()).contains("same concept and threshold"), refusal.getMessage());
    }

    @Test
    void whatIsPreservedIsComparedPairByPair() throws Exception {
        run("erasure preserved FOLDER/sd/circle FOLDER/sd/circle -o same");
        run("erasure preserved FOLDER/sd/circle FOLDER/uce/circle -o uce");
        Table table = run("erasure compare same uce");
        assertEquals(1, table.doubleColumn("clip_i").get(0), 1e-6);
        assertTrue(table.doubleColumn("clip_i_delta").get(1) < 0, table::print);
        // Two pairs that both fall have the smallest possible p of n = 2: 2 of the 4 ways to sign them.
        assertEquals(0.5, table.doubleColumn("clip_i_p").get(1), 1e-12);
        run("erasure asr FOLDER/sd/circle --concept circle -o attack");
        NotebookError refusal = assertThrows(NotebookError.class, () -> run("erasure compare same attack"));
        assertTrue(
                String.valueOf(refusal.getMessage()).contains("compare results of one metric"), refusal.getMessage());
    }

    @Test
    void collateralDamageIsShownFromTheErasedConceptOn() throws Exception {
        for (String technique : List.of("sd", "uce")) {
            Path list = folder.resolve(technique + ".csv");
            StringBuilder rows = new StringBuilder("image,prompt\n");
            for (String shape : List.of("circle", "square")) {
                rows.append(technique + "/" + shape + "/a.png,a red " + shape + "\n");
                rows.append(technique + "/" + shape + "/b.png,a blue " + shape + "\n");
            }
            Files.writeString(list, rows);
            magics.run("clip", List.of("score", list.toString(), "-o", technique), cell);
        }
        Table table = run("erasure collateral sd uce --erased circle --concepts circle,square");
        assertEquals(List.of("circle", "square"), table.stringColumn("concept").asList());
        assertEquals(1, table.doubleColumn("similarity").get(0), 1e-6);
        assertTrue(table.doubleColumn("delta").get(0) < -1, table::print);
        assertEquals(0, table.doubleColumn("delta").get(1), 1e-4);
        assertTrue(shown().contains("Change of the score by concept, n = 4 prompts"), shown());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ua-ira --target x | --target alone",
                "ua-ira | got none",
                "ua-ira x --target y --retain z | either a place, or --target and --retain",
                "ua-ira --target x --retain y --erased circle | need --erased CONCEPT and --retained CONCEPT",
                "asr x --concept circle --with y | --with alone",
                "asr x --concept circle --with y --without z --threshold 0.3 | leave one of them out"
            })
    void whatDoesNotFitIsRefusedBeforeAnyWork(String line, String expected) {
        NotebookError refusal = assertThrows(NotebookError.class, () -> run("erasure " + line));
        assertTrue(String.valueOf(refusal.getMessage()).contains(expected), refusal.getMessage());
    }

    /** Each metric states its definition with its result; the help has it in the words of a command. */
    @Test
    void eachMetricStatesItsDefinitionInItsHelp() throws Exception {
        Map<String, List<String>> definitions = Map.of(
                "ua-ira", ErasureAccuracy.DEFINITIONS,
                "asr", List.of(AttackRate.DEFINITION),
                "preserved", List.of(ImageSimilarity.DEFINITION, Cmmd.DEFINITION),
                "err", List.of(Err.DEFINITION));
        for (Map.Entry<String, List<String>> metric : definitions.entrySet()) {
            FakeCell help = new FakeCell();
            magics.run("clip", List.of("erasure", metric.getKey(), "--help"), help);
            String text = help.plain().get(0).replaceAll("\\s+", " ");
            for (String definition : metric.getValue().subList(0, 1)) {
                String name = definition.substring(0, definition.indexOf(' '));
                assertTrue(text.contains(name.replace(":", "")), () -> name + " is not in " + text);
            }
            assertTrue(text.contains("share of") || text.contains("mean cosine"), text);
        }
    }
}
