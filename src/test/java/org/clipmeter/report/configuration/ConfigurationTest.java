package org.clipmeter.report.configuration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.clipmeter.report.ReferenceMetric;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationTest {
    private static final String SINGLE = """
            {
              "output_dir": "results/uce",
              "seed": 42,
              "technique": {"name": "UCE", "config": {"preset": "Nudity", "erase_concept": "dog", "mine": 1}},
              "metric": {"name": "clip_score", "config": {"clip_model_name": "shapes", "limit": 6}}
            }
            """;

    private static String refusal(String text) {
        return assertThrows(IllegalArgumentException.class, () -> Configuration.parse(text))
                .getMessage();
    }

    @Test
    void aConfigurationOfOneMetric() {
        Configuration read = Configuration.parse(SINGLE);
        assertEquals(Path.of("results/uce"), read.outputDir());
        assertEquals("uce", read.technique());
        assertEquals("nudity", read.erasedConcept()); // of uce the preset counts, whatever erase_concept is
        assertEquals("uce (nudity)", read.title());
        assertEquals(1, read.metrics().size());
        Settings settings =
                read.metric(ReferenceMetric.CLIP_SCORE).orElseThrow().settings();
        assertEquals("shapes", settings.text("clip_model_name"));
        assertEquals(6, settings.whole("limit"));
        assertNull(settings.text("device"));
        assertEquals(
                List.of(
                        "The seed 42 is not used: no image is generated here, and the reference's own command ignores it too.",
                        "The key technique.config.mine is not known and ignored, as in the reference."),
                read.notes());
    }

    @Test
    void metricsWinsOverMetric() {
        Configuration read = Configuration.parse("""
                {"technique": {"name": "esd", "config": {"erase_concept": "Van Gogh"}},
                 "metric": {"name": "fid"},
                 "metrics": [{"name": "CLIP_Score"}, {"name": "fid", "config": {"limit": null}}]}
                """);
        assertTrue(read.several());
        assertEquals(
                List.of("clip_score", "fid"),
                read.metrics().stream().map(RequestedMetric::key).toList());
        assertEquals(Path.of("results"), read.outputDir());
        assertEquals("van gogh", read.erasedConcept());
        assertEquals(List.of("metric is ignored, because metrics is there too, as in the reference."), read.notes());
    }

    @Test
    void everythingThatIsWrongIsNamedAtOnce() {
        String message = refusal("""
                {"output_dir": 3,
                 "tecnique": {"name": "esd"},
                 "metrics": [
                   {"name": "clip_score", "config": {"limit": "6", "device": 1, "clip_modelname": "x"}},
                   {"name": "clip_scor"},
                   {"config": []},
                   7,
                   {"name": "clip_score"}]}
                """);
        assertEquals(
                "the configuration has 11 mistakes:"
                        + " (1) tecnique is not a key; did you mean technique?;"
                        + " (2) output_dir is 3, expected a folder's name;"
                        + " (3) technique is missing, expected an object such as {\"name\": \"esd\", \"config\": {...}};"
                        + " (4) metrics[0].config.clip_modelname is not a key; did you mean clip_model_name?;"
                        + " (5) metrics[0].config.limit is \"6\", expected a whole number or null;"
                        + " (6) metrics[0].config.device is 1, expected a text or null;"
                        + " (7) metrics[1].name is \"clip_scor\"; did you mean clip_score?;"
                        + " (8) metrics[2].name is missing, expected a name;"
                        + " (9) metrics[2].config is [], expected an object, {...};"
                        + " (10) metrics[3] is 7, expected an object such as {\"name\": \"clip_score\", \"config\": {}};"
                        + " (11) metrics[4] names clip_score again; leave one of them out",
                message);
    }

    @Test
    void theSettingsOfAMisspeltMetricAreCheckedToo() {
        assertEquals(
                "the configuration has 2 mistakes: (1) metric.name is \"clipscore\"; did you mean clip_score?;"
                        + " (2) metric.config.limit is \"6\", expected a whole number or null",
                refusal("{\"technique\": {\"name\": \"esd\"},"
                        + " \"metric\": {\"name\": \"clipscore\", \"config\": {\"limit\": \"6\"}}}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|has 2 mistakes",
                "[]|the configuration is [], expected",
                "{\"technique\": |is not valid JSON (it ends too early).",
                "''|is empty",
                "{\"technique\": {\"name\": \"esd\"}, \"metric\": {\"name\": \"clip_score\", \"config\": {\"limit\": 0}}}|limit is 0, expected at least 1",
                "{\"technique\": {\"name\": \"esd\"}, \"metric\": {\"name\": \"clip_score\", \"config\": {\"limit\": 99999999999}}}|limit is 99999999999, expected at least 1",
                "{\"technique\": {\"name\": \"esd\"}, \"metric\": {\"name\": \"clip_score\", \"config\": {\"model_name\": \"x\"}}}|model_name is not a key; did you mean clip_model_name?",
                "{\"technique\": {\"name\": \"esd\", \"config\": {\"concept\": \"x\"}}, \"metric\": {\"name\": \"fid\"}}|concept is not a key; did you mean erase_concept?",
                "{\"technique\": {\"name\": \"esd\"}, \"metric\": {\"name\": \"clip_score\", \"config\": {\"limit\": true}}}|limit is true, expected a whole number or null",
                "{\"technique\": {\"name\": \"esd\"}, \"metric\": {\"name\": \"clip_score\", \"config\": {\"limit\": 1.5}}}|limit is 1.5, expected a whole number or null",
                "{\"technique\": {\"name\": \"esd\"}, \"metrics\": []}|metrics is [], expected a list with at least one metric",
                "{\"technique\": {\"name\": \"a/b\"}, \"metric\": {\"name\": \"fid\"}}|technique.name is \"a/b\", expected a name without / and \\",
                "{\"seed\": \"x\", \"technique\": {\"name\": \"esd\"}, \"metric\": {\"name\": \"fid\"}}|seed is \"x\", expected a whole number",
                "technique: esd|technique is \"esd\", expected an object",
                "a: [1|is not valid YAML",
                "a: 1; a: 2|is not valid YAML",
                "when: !!java.util.Date {}|is not valid YAML",
                "hello|is \"hello\", expected keys"
            })
    void badTextIsRefused(String text, String part) {
        String message = refusal(text.replace("; ", "\n"));
        assertTrue(message.contains(part), message);
    }

    @Test
    void unknownTechniquesAndMetricsAreNotes() {
        Configuration read = Configuration.parse("""
                technique: {name: my_method, config: {anything: 1, erase_concept: dog}}
                metrics:
                  - name: clip_score
                    config: {limit: null, device: cpu}
                  - name: aesthetic
                note: x
                """);
        assertEquals("my_method (dog)", read.title());
        assertEquals(
                List.of(
                        "The key note is not known and ignored, as in the reference.",
                        "The technique my_method is not one of the reference's; its settings are not checked.",
                        "The metric aesthetic is not one of the reference's ("
                                + String.join(", ", ReferenceMetric.keys()) + ")."),
                read.notes());
        assertTrue(read.metrics().get(0).settings().states("limit"));
        assertNull(read.metrics().get(0).settings().whole("limit"));
    }

    @Test
    void filesAreReadByTheirEnding(@TempDir Path folder) throws IOException {
        Path json = Files.writeString(folder.resolve("a.json"), SINGLE);
        Path yaml = Files.writeString(folder.resolve("a.YML"), """
                output_dir: results/uce
                seed: 42
                technique: {name: UCE, config: {preset: Nudity, erase_concept: dog, mine: 1, use_fp16: yes}}
                metric: {name: clip_score, config: {clip_model_name: shapes, limit: 6}}
                """);
        Configuration one = Configuration.read(json);
        Configuration other = Configuration.read(yaml);
        assertEquals(one.metrics(), other.metrics());
        assertEquals(one.notes(), other.notes());
        assertEquals(json.toString(), one.name());
    }

    @Test
    void aFileThatIsNotThereIsNamed(@TempDir Path folder) {
        IOException e = assertThrows(IOException.class, () -> Configuration.read(folder.resolve("no.yaml")));
        assertTrue(e.getMessage().contains("no.yaml does not exist"), e.getMessage());
    }

    @Test
    void yamlWithoutAnEndIsRefused() {
        String bomb = """
                a: &a [x,x,x,x,x,x,x,x,x]
                b: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]
                c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]
                d: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]
                e: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]
                f: &f [*e,*e,*e,*e,*e,*e,*e,*e,*e]
                g: &g [*f,*f,*f,*f,*f,*f,*f,*f,*f]
                """;
        assertTrue(refusal(bomb).contains("aliases"), () -> refusal(bomb));
        assertTrue(refusal("a: &a {b: *a}").contains("refers to itself"), () -> refusal("a: &a {b: *a}"));
    }
}
