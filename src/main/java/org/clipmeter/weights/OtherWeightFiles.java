package org.clipmeter.weights;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.clipmeter.failure.OneLine;

/** Files of a model folder that look like weights but have none of the names under which weights are read. */
final class OtherWeightFiles {
    private static final List<String> ENDINGS =
            List.of(".safetensors", ".bin", ".pt", ".pth", ".ckpt", ".msgpack", ".h5", ".onnx", ".gguf");

    private static final int LONGEST_NAME = 60;

    private OtherWeightFiles() {}

    /** The end of a message that says what was found instead of weights; empty if there is nothing to say. */
    static String in(Path folder) {
        List<String> found;
        try (Stream<Path> files = Files.list(folder)) {
            found = files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> ENDINGS.stream().anyMatch(name.toLowerCase(Locale.ROOT)::endsWith))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            return "";
        }
        if (found.isEmpty()) {
            return "";
        }
        String first = "; found " + OneLine.name(found.get(0), LONGEST_NAME);
        return found.size() == 1
                ? first + ", which has another name: convert it to Hugging Face format"
                : first + " and " + (found.size() - 1) + " more of other names: convert them to Hugging Face format";
    }
}
