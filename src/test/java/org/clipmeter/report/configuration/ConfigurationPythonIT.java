package org.clipmeter.report.configuration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.clipmeter.ReferencePython;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Configurations are read as the real eval-learn reads them. */
class ConfigurationPythonIT {
    private static final List<String> TEXTS = List.of("""
            output_dir: results/uce
            seed: 42
            technique:
              name: uce
              config: {preset: nudity, use_fp16: yes, load_path: ~, num_inference_steps: 50, guidance_scale: 7.5}
            metric:
              name: clip_score
              config:
                clip_model_name: openai/clip-vit-large-patch14
                device: null
                limit: 300   # the first ones
            """, """
            technique: &esd
              name: "esd"
              config: {erase_concept: 'Van Gogh', learning_rate: 0.00005, negative_guidance: 2.}
            metrics:
            - {name: clip_score, config: {limit: 0x10}}
            - name: err
              config: {<<: {target_limit: 5}, retain_limit: 1_000, adversarial_limit: 010}
            folded: >
              two
              lines
            other: *esd
            words: [on, off, No, true, "yes", null, "", 1.5e+3, "é"]
            """);

    @Test
    void yamlIsReadAsPythonReadsIt(@TempDir Path folder) throws Exception {
        ReferencePython.requireTodaysReference();
        List<String> files = new ArrayList<>();
        for (String text : TEXTS) {
            files.add(Files.writeString(folder.resolve(files.size() + ".yaml"), text)
                    .toString());
        }
        List<JsonNode> expected = ReferencePython.lines(
                ConfigurationPythonIT.class, "yaml_as_json.py", folder, files.toArray(String[]::new));
        for (int i = 0; i < TEXTS.size(); i++) {
            assertEquals(
                    expected.get(i).toString(),
                    ConfigurationText.read(Path.of(files.get(i))).root().toString());
        }
    }
}
