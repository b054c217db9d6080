package org.clipmeter.pairs;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The guide's section on pairing quotes messages exactly as the code writes them. */
class PairingGuideTest {
    private static final Path ROOT = Path.of(System.getProperty("basedir", "."));
    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");

    /** The messages that the section quotes in the first column of its table and as further symptoms. */
    private static List<String> quoted() throws IOException {
        String guide = Files.readString(ROOT.resolve("TROUBLESHOOTING.md"));
        String section = guide.split("\n## Pairing\n", 2)[1].split("\n## ", 2)[0];
        List<String> messages = new ArrayList<>();
        section.lines()
                .filter(line -> line.startsWith("| `") || line.startsWith("**Symptom**: `"))
                .map(line -> line.startsWith("|") ? line.split("\\|", 3)[1] : line)
                .forEach(cell -> QUOTED.matcher(cell)
                        .results()
                        .map(match -> match.group(1))
                        .forEach(messages::add));
        return messages;
    }

    private static String sources() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT.resolve("src/main/java/org/clipmeter"))) {
            List<Path> java = files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> file.toString().matches(".*\\b(pairs|prompts|files)\\b.*"))
                    .toList();
            List<String> texts = new ArrayList<>();
            for (Path file : java) {
                texts.add(Files.readString(file));
            }
            return texts.stream().collect(Collectors.joining()).replaceAll("\"\\s*\\+\\s*\"", "");
        }
    }

    @Test
    void quotesMessagesAsTheyAreWritten() throws IOException {
        List<String> messages = quoted();
        assertTrue(messages.size() > 15, messages.toString());
        String sources = sources();
        for (String message : messages) {
            for (String piece : message.split("…", -1)) {
                assertTrue(sources.contains(piece), "no message holds: " + piece + " (" + message + ")");
            }
        }
    }
}
