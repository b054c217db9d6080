package org.clipmeter.notebook.command.attack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.clipmeter.files.AtomicFile;
import org.clipmeter.files.ExportFile;
import org.clipmeter.shapes.attack.Attack;

/** Writes found captions as a list of prompts. */
final class FoundPrompts {
    private static final String ENDING = ".csv";

    private FoundPrompts() {}

    /**
     * Checks the file before the attack.
     *
     * @throws IOException in one line, if its name does not end in {@code .csv}, or its folder does not exist
     */
    static void check(Path file) throws IOException {
        ExportFile.ending(file, List.of(ENDING));
    }

    /** Writes the columns {@code id}, {@code prompt} and {@code concept}; captions have words only, which need no quotes. */
    static void write(Attack attack, Path file) throws IOException {
        StringBuilder csv = new StringBuilder("id,prompt,concept\n");
        List<String> captions = attack.captions();
        for (int i = 0; i < captions.size(); i++) {
            csv.append("attack_")
                    .append(i + 1)
                    .append(',')
                    .append(captions.get(i))
                    .append(',');
            csv.append(attack.concept().word()).append('\n');
        }
        AtomicFile.write(file, csv.toString().getBytes(StandardCharsets.UTF_8));
    }
}
