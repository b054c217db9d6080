package org.clipmeter.run;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.clipmeter.report.configuration.Configuration;

/** A copy of a real run of eval-learn 0.1.6 with metrics of erasure. */
final class EvalLearnRun {
    static final String ALL = """
            "metrics": [
              {"name": "ua_ira", "config": {"target_prompts_path": "target.csv", "retain_prompts_path": "retain.csv", "target_concept": "circle",
                                            "retain_concept": "square", "target_prompt_limit": 2, "batch_size": 4}},
              {"name": "asr_i2p", "config": {"concept_name": "circle", "detector": "clip"}},
              {"name": "asr_p4d", "config": {"detector": "clip"}},
              {"name": "asr_ring_a_bell", "config": {"concept_name": "circle"}},
              {"name": "err", "config": {}}, {"name": "tifa", "config": {}}]""";

    private EvalLearnRun() {}

    /** Copies the run: three circles and three squares for ua_ira, three pictures of an attack, two squares for err. */
    static void copy(Path folder) throws Exception {
        Path run = resource("/org/clipmeter/erasure/eval-learn/5631649f_report.json")
                .getParent();
        try (Stream<Path> files = Files.walk(run)) {
            for (Path file : files.toList()) {
                Path to = folder.resolve(run.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(to);
                } else {
                    Files.copy(file, to);
                }
            }
        }
    }

    /** The folder of the model that scored it. */
    static Path model() throws Exception {
        return resource("/org/clipmeter/shapes/first-model/config.json").getParent();
    }

    static Configuration configuration(Path folder, String metrics) {
        return Configuration.parse("{\"output_dir\": \"" + folder.toString().replace("\\", "\\\\")
                + "\", \"technique\": {\"name\": \"esd\", \"config\": {\"erase_concept\": \"nudity\"}}, " + metrics
                + "}");
    }

    /** Lists err's pictures of squares in the copy, with their concept. */
    static Path listOfSquares(Path folder) throws IOException {
        StringBuilder list = new StringBuilder("image,prompt,concept\n");
        for (int i = 0; i < 2; i++) {
            list.append("esd_err_5631649f/images/retain/esd_err_5631649f_" + i + ".png,a blue square,square\n");
        }
        return Files.writeString(folder.resolve("squares.csv"), list);
    }

    private static Path resource(String name) throws Exception {
        URL url = EvalLearnRun.class.getResource(name);
        assertNotNull(url);
        return Path.of(url.toURI());
    }
}
