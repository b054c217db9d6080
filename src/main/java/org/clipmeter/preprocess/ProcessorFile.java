package org.clipmeter.preprocess;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.clipmeter.files.FileException;
import org.clipmeter.files.JsonObjectFile;
import org.clipmeter.files.LocalFile;
import org.clipmeter.files.Placeholder;

/**
 * The JSON object of a model's image processor, and the file that contains it.
 *
 * @param warnings what Python accepts silently, one line each
 */
record ProcessorFile(Path file, JsonNode root, List<String> warnings) {
    private static final String JOINT = "processor_config.json";
    private static final String OWN = "preprocessor_config.json";
    private static final String NESTED = "image_processor";
    private static final int MAX_BYTES = 1 << 20;
    /**
     * The file of a model folder that transformers uses: the joint one if it has an entry for images, else the other.
     */
    static ProcessorFile in(Path folder) throws IOException {
        Path joint = folder.resolve(JOINT);
        if (LocalFile.exists(joint)) {
            ProcessorFile whole = read(joint);
            JsonNode nested = whole.root.path(NESTED);
            if (!nested.isMissingNode() && !nested.isNull()) {
                if (!nested.isObject()) {
                    throw whole.bad(NESTED, JsonObjectFile.shown(nested), "an object");
                }
                List<String> warnings = new ArrayList<>(whole.warnings);
                Placeholder.unread(folder.resolve(OWN), JOINT + " has " + NESTED)
                        .ifPresent(warnings::add);
                return new ProcessorFile(joint, nested, List.copyOf(warnings));
            }
        }
        return read(folder.resolve(OWN));
    }

    static ProcessorFile read(Path file) throws IOException {
        if (!LocalFile.exists(file)) {
            throw new FileException(
                    file,
                    "does not exist, but the image processor's settings are in it; take all files of the checkpoint from"
                            + " its repository");
        }
        JsonObjectFile json = JsonObjectFile.read(file, MAX_BYTES);
        return new ProcessorFile(file, json.root(), json.warnings());
    }

    /** The error for one key. */
    IOException bad(String key, String found, String expected) {
        return new FileException(
                file,
                key + " is " + found + ", expected " + expected
                        + "; take the file from the model's repository, or correct it");
    }
}
