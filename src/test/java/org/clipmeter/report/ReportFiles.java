package org.clipmeter.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A small output folder as the reference leaves it, written by hand. */
public final class ReportFiles {
    private static final String L14 = "openai/clip-vit-large-patch14";
    private static final String B32 = "openai/clip-vit-base-patch32";

    private ReportFiles() {}

    /**
     * Writes reports of uce and esd by eval-learn, with CLIP Score and UA and IRA, of mace by eval-unlearn, and of a fid that
     * has no value, some of them under the three names that the reference uses.
     */
    public static Path write(Path folder) throws IOException {
        String uce = clipScore("aaaaaaaa", 1, "uce", "tifa_csv", L14, 25, 26, 27);
        Files.writeString(folder.resolve("aaaaaaaa_report.json"), uce);
        Files.writeString(folder.resolve("aaaaaaaa_report_full.json"), uce);
        Files.writeString(folder.resolve("uce_nudity_latest_report.json"), uce);
        Files.writeString(folder.resolve("bbbbbbbb_report.json"), uaIra("bbbbbbbb", 2, "uce", 0.75, 0.5));
        Files.writeString(
                folder.resolve("cccccccc_report.json"), clipScore("cccccccc", 3, "esd", "tifa_csv", L14, 21, 23, 25));
        Files.writeString(folder.resolve("dddddddd_report.json"), uaIra("dddddddd", 4, "esd", 0.9, 0.3));
        Path below = Files.createDirectories(folder.resolve("newer"));
        Files.writeString(
                below.resolve("eeeeeeee_report.json"), clipScore("eeeeeeee", 5, "mace", "coco_hf", B32, 30, 31));
        Files.writeString(
                below.resolve("ffffffff_report.json"),
                report("ffffffff", 6, "mace", null, "fid", "Infinity", "{\"error\": \"too few images\"}"));
        return folder;
    }

    /** A report of {@code clip_score} whose value is the mean of these scores. */
    static String clipScore(String run, int time, String technique, String dataset, String model, double... scores) {
        String list = Arrays.stream(scores).mapToObj(Double::toString).collect(Collectors.joining(", "));
        String details = "{\"per_image_scores\": [" + list + "], \"evaluated_count\": " + scores.length
                + ", \"total_count\": " + scores.length + ", \"config\": {\"clip_model_name\": \"" + model + "\"}}";
        double mean = Arrays.stream(scores).average().orElseThrow();
        return report(run, time, technique, dataset, "clip_score", Double.toString(mean), details);
    }

    private static String uaIra(String run, int time, String technique, double ua, double ira) {
        String details = String.format(
                Locale.ROOT,
                "{\"ua_score\": %s, \"ira_score\": %s, \"target_total\": 4, \"retain_total\": 4, \"config\": {\"batch_size\": 8}}",
                ua,
                ira);
        return report(run, time, technique, "ua_ira_csv", "ua_ira", Double.toString((ua + ira) / 2), details);
    }

    static String report(
            String run,
            int time,
            String technique,
            @Nullable String dataset,
            String metric,
            String value,
            String details) {
        return String.join(
                "\n",
                List.of(
                        "{\"run_id\": \"" + run + "\", \"timestamp\": " + time + ", \"technique_name\": \"" + technique
                                + "\",",
                        "\"erase_concept\": \"nudity\",",
                        dataset == null ? "" : "\"dataset_name\": \"" + dataset + "\",",
                        "\"metric_name\": \"" + metric + "\",",
                        "\"metric_result\": {\"name\": \"x\", \"value\": " + value + ", \"details\": " + details
                                + "}}"));
    }
}
