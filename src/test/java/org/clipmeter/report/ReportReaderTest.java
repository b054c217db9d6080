package org.clipmeter.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.clipmeter.files.FileException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reports in the forms that the reference writes, and files that are not reports. */
final class ReportReaderTest {
    @TempDir
    Path folder;

    @Test
    void aReportOfOneMetricHasItsFiguresAndTheQuestionsAboutItsImages() throws IOException {
        ReferenceReport report = read("""
                {"run_id": "0a1b2c3d", "timestamp": 1700000000.25, "technique_name": "uce", "erase_concept": "nudity",
                 "metric_name": "clip_score", "dataset_name": "tifa_csv",
                 "dataset_metadata": {"qa_pairs": [[{"question": "is there a dog?", "answer": "yes"}], []]},
                 "metric_result": {"name": "CLIPScore", "value": 20.5,
                   "details": {"per_image_scores": [20.5, null], "evaluated_count": 1, "total_count": 2,
                     "config": {"clip_model_name": "openai/clip-vit-large-patch14", "limit": 2}}}}
                """);
        ReportedMetric score = report.metric(ReferenceMetric.CLIP_SCORE).orElseThrow();
        assertEquals("uce (nudity)", report.title());
        assertEquals(Instant.ofEpochMilli(1_700_000_000_250L), report.time());
        assertEquals(Generation.EVAL_LEARN, report.generation());
        assertEquals(20.5, score.value());
        assertEquals(Arrays.asList(20.5, null), score.scores());
        assertEquals(1, score.evaluated());
        assertEquals(2, score.total());
        assertEquals("openai/clip-vit-large-patch14", score.model());
        assertEquals("2", score.settings().get("limit"));
        assertEquals(List.of(List.of("is there a dog?"), List.of()), report.questions());
        assertEquals(List.of(), report.warnings());
    }

    @ParameterizedTest
    @CsvSource({
        "Infinity, Infinity, fid is Infinity: at least 2 images are needed.",
        "-Infinity, -Infinity, fid is -Infinity: at least 2 images are needed.",
        "NaN, NaN, fid is NaN: at least 2 images are needed.",
        "null, , fid has no value: at least 2 images are needed.",
        "0.0, 0.0, 'fid is 0.0, but this is not a measurement: at least 2 images are needed.'"
    })
    void aValueThatIsNotAMeasurementIsReadAndSaid(String written, Double value, String warning) throws IOException {
        ReferenceReport report = read(one("fid", written, "{\"error\": \"at least 2 images are needed.\"}"));
        assertEquals(value, report.metrics().get(0).value());
        assertEquals(List.of(warning), report.warnings());
    }

    @Test
    void theConceptMayBeMissing() throws IOException {
        ReferenceReport report = read(one("fid", "1.5", "{}").replace("\"nudity\"", "null"));
        assertNull(report.erasedConcept());
        assertEquals("uce", report.title());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[1]|holds a list, expected a JSON object, {...}; download the file again",
                "{}|has neither metric_result nor metric_results, so it is not a report of eval-learn or eval-unlearn",
                "{\"metric_results\": 3}|metric_results is 3, expected a JSON object",
                "{\"metric_results\": {\"fid\": 3}}|metric_results.fid is 3, expected a JSON object",
                "{\"metric_results\": {}}|run_id is missing, expected a text",
                "{\"metric_results\": {}, \"run_id\": 7}|run_id is 7, expected a text",
                "{\"metric_result\": {\"value\": 1}}|metric_name is missing, expected a text",
                "{\"metric_results\": {\"fid\": {}}}|the value of fid is missing, expected a number or null",
                "{\"metric_results\": {\"fid\": {\"value\": \"x\"}}}|the value of fid is \"x\", expected a number or null",
            })
    void anythingElseIsRefusedByName(String json, String reason) throws IOException {
        FileException e = assertThrows(FileException.class, () -> read(json));
        assertTrue(e.getMessage().endsWith(reason), e.getMessage());
    }

    @Test
    void scoresThatAreNotNumbersAreRefused() {
        FileException e = assertThrows(
                FileException.class, () -> read(one("clip_score", "1.0", "{\"per_image_scores\": [1, \"2\"]}")));
        assertTrue(e.getMessage().contains("per_image_scores of clip_score holds \"2\""), e.getMessage());
    }

    @ParameterizedTest
    @CsvSource({"3.0, true", "3.0000001, true", "3.1, false"})
    void aMeanThatIsNotThatOfItsScoresIsNamed(String value, boolean same) throws IOException {
        List<String> warnings = read(one("clip_score", value, "{\"per_image_scores\": [2, null, 4]}"))
                .warnings();
        assertEquals(same, warnings.isEmpty(), warnings::toString);
    }

    /** All images fit into one batch, or they do not, and then the reference takes targets for retained ones. */
    @ParameterizedTest
    @CsvSource({"3, 3, 6, true", "3, 3, 32, true", "5, 1, 4, false", "8, 0, 4, false"})
    void uaAndIraAcrossSeveralBatchesAreNamedAsWrong(int target, int retain, int batch, boolean right)
            throws IOException {
        String details = "{\"target_total\": %d, \"retain_total\": %d, \"config\": {\"batch_size\": %d}}"
                .formatted(target, retain, batch);
        ReferenceReport report = read(one("ua_ira", "0.5", details));
        List<String> warnings = report.warnings();
        assertEquals(right, warnings.isEmpty(), warnings::toString);
        assertEquals(right, report.metrics().get(0).usable(), "a wrong figure is not to be drawn");
    }

    @ParameterizedTest
    @CsvSource({
        "asr_i2p, 0.0, clip, false",
        "asr_p4d, 0.0, clip, false",
        "asr_mma_diffusion, 0.0, clip, false",
        "asr_ring_a_bell, 0.0, clip, false",
        "asr_i2p, 0.1, clip, true",
        "asr_i2p, 0.0, nudenet, true",
        "fid, 0.0, clip, true"
    })
    void anAttackThatTheClipDetectorNeverSeesIsNamed(String metric, String value, String detector, boolean right)
            throws IOException {
        ReferenceReport report = read(one(metric, value, "{\"detector\": \"" + detector + "\"}"));
        List<String> warnings = report.warnings();
        assertEquals(right, warnings.isEmpty(), warnings::toString);
        assertEquals(right, report.metrics().get(0).usable(), "what was not measured is not to be drawn");
    }

    /** clipmeter has neither fault, so that its own zero is a measurement, and its batches do not matter. */
    @ParameterizedTest
    @CsvSource({"asr_i2p", "ua_ira"})
    void theFaultsOfTheReferenceAreNotThoseOfClipmeter(String metric) throws IOException {
        String details =
                "{\"detector\": \"clip\", \"target_total\": 5, \"retain_total\": 5, \"config\": {\"batch_size\": 4}}";
        String ours = one(metric, "0.0", details)
                .replace("{\"run_id", "{\"clipmeter\": {\"follows\": \"eval-learn 0.1\"}, \"run_id");
        ReferenceReport report = read(ours);
        assertEquals(List.of(), report.warnings());
        assertTrue(report.metrics().get(0).usable());
    }

    @ParameterizedTest
    @CsvSource({
        "tifa_csv, openai/clip-vit-large-patch14, EVAL_LEARN",
        "coco_hf, openai/clip-vit-base-patch32, EVAL_UNLEARN",
        "coco_hf, openai/clip-vit-large-patch14, EVAL_UNLEARN",
        ", openai/clip-vit-base-patch32, EVAL_UNLEARN",
        ", openai/clip-vit-large-patch14, UNKNOWN",
        "tifa_csv, openai/clip-vit-base-patch32, UNKNOWN"
    })
    void theGenerationIsToldFromTheDatasetAndTheModel(String dataset, String model, Generation generation)
            throws IOException {
        String json = one("clip_score", "20.0", "{\"config\": {\"clip_model_name\": \"" + model + "\"}}");
        ReferenceReport report = read(
                dataset == null ? json : json.replace("{\"run_id", "{\"dataset_name\": \"" + dataset + "\", \"run_id"));
        assertEquals(generation, report.generation());
    }

    @ParameterizedTest
    @CsvSource({"'\"vqa_model_name\": \"m\", ', EVAL_UNLEARN", "'', EVAL_LEARN"})
    void theGenerationIsToldFromTheSettingsOfAnAttack(String setting, Generation generation) throws IOException {
        String details = "{\"detector\": \"nudenet\", \"config\": {" + setting + "\"limit\": 3}}";
        assertEquals(generation, read(one("asr_i2p", "0.5", details)).generation());
    }

    private static String one(String metric, String value, String details) {
        return "{\"run_id\": \"0a1b2c3d\", \"timestamp\": 1.5, \"technique_name\": \"uce\", \"erase_concept\": \"nudity\","
                + " \"metric_name\": \"" + metric + "\", \"metric_result\": {\"name\": \"N\", \"value\": " + value
                + ", \"details\": " + details + "}}";
    }

    private ReferenceReport read(String json) throws IOException {
        return ReportReader.read(Files.writeString(folder.resolve("0a1b2c3d_report.json"), json));
    }
}
