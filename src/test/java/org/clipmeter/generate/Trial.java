package org.clipmeter.generate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.clipmeter.prompts.Prompt;
import org.clipmeter.prompts.PromptSet;

/** A run into a folder with short pauses, and what the folder then has. */
final class Trial {
    static final String KEY = "sk-NobodyMaySeeThisKey";

    private Trial() {}

    /** Prompts with the ids p0, p1 and so on. */
    static PromptSet prompts(String... texts) {
        List<Prompt> prompts = new ArrayList<>();
        for (String text : texts) {
            prompts.add(new Prompt("p" + prompts.size(), "own", text, List.of()));
        }
        return new PromptSet("own", prompts, prompts.size());
    }

    static GenerateOptions options(String address) {
        return GenerateOptions.defaults().withEndpoint(address);
    }

    static List<GeneratedImage> run(PromptSet prompts, Path folder, GenerateOptions options) throws IOException {
        return run(prompts, folder, options, Map.of(), () -> false);
    }

    static List<GeneratedImage> run(
            PromptSet prompts, Path folder, GenerateOptions options, Map<String, String> env, BooleanSupplier cancelled)
            throws IOException {
        return GenerationJob.of(prompts, folder, options, env, Duration.ofMillis(2))
                .run(GenerateListener.none(), cancelled);
    }

    static GeneratedImage.Made made(GeneratedImage image) {
        if (image instanceof GeneratedImage.Made made) {
            return made;
        }
        throw new AssertionError("not made: " + image);
    }

    static GeneratedImage.Failed failed(GeneratedImage image) {
        if (image instanceof GeneratedImage.Failed failed) {
            return failed;
        }
        throw new AssertionError("made: " + image);
    }

    static JsonNode record(Path folder, String stem) throws IOException {
        return new ObjectMapper()
                .readTree(folder.resolve(stem + ".request.json").toFile());
    }

    /** The names of all files, in order. */
    static List<String> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /** Whether any file of a folder has a text in it. */
    static boolean holds(Path folder, String text) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text)) {
                    return true;
                }
            }
            return false;
        }
    }
}
