package org.clipmeter.pairs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.clipmeter.prompts.PromptSet;
import org.clipmeter.prompts.TifaReader;

/**
 * Reads the notation for folders and prompt files in the tables of tests: {@code 3..5} stands for 3 4 5 and a tilde for
 * a space. Prompts are written as ids, or as {@code rows:N} for a file with N rows without ids.
 */
final class FileNames {
    private FileNames() {}

    private static List<String> words(String text) {
        return Arrays.stream(text.strip().split("\\s+"))
                .flatMap(FileNames::range)
                .toList();
    }

    private static Stream<String> range(String word) {
        int dots = word.indexOf("..");
        if (dots < 0) {
            return Stream.of(word);
        }
        String start = word.substring(0, dots);
        String prefix = start.replaceFirst("[0-9]+$", "");
        int from = Integer.parseInt(start.substring(prefix.length()));
        int to = Integer.parseInt(word.substring(dots + 2));
        return IntStream.rangeClosed(from, to).mapToObj(i -> prefix + i);
    }

    static Images images(String names) {
        List<ImageFile> files = words(names).stream()
                .map(name -> name.replace('~', ' ') + ".png")
                .sorted()
                .map(name -> ImageFile.named(Path.of(name), name))
                .toList();
        return new Images("folder", files, List.of(), PairingKey.AUTO);
    }

    /** The key that an option such as {@code leading-id} names. */
    private static PairingKey key(String option) {
        return PairingKey.valueOf(option.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /** @param expected the joined prompts and files, as {@link #joined} writes them */
    static void assertJoins(String ids, String names, String expected) throws IOException {
        assertEquals(expected, joined(Pairs.of(images(names), prompts(ids))));
    }

    /** @param option the key that the caller decides for */
    static void assertJoinsBy(String option, String ids, String names, String expected) throws IOException {
        assertEquals(expected, joined(Pairs.of(images(names).by(key(option)), prompts(ids))));
    }

    /** @param expected a part of the message */
    static void assertRefuses(String ids, String names, String expected) throws IOException {
        String message = refusal(images(names), prompts(ids));
        assertTrue(message.contains(expected), message);
    }

    static PromptSet prompts(String ids) throws IOException {
        if (ids.strip().startsWith("rows:")) {
            int rows = Integer.parseInt(ids.strip().substring(5));
            return csv("prompt\n" + "a cat\n".repeat(rows));
        }
        return csv("case_number,prompt\n"
                + words(ids).stream()
                        .map(id -> '"' + id.replace('~', ' ') + "\",a cat\n")
                        .collect(Collectors.joining()));
    }

    static PromptSet csv(String text) throws IOException {
        return TifaReader.read(text.getBytes(StandardCharsets.UTF_8), "prompts.csv")
                .prompts();
    }

    static String joined(Pairs pairs) {
        return pairs.pairs().stream()
                .map(pair -> pair.prompt().id() + "=" + pair.image().name().replace(".png", ""))
                .collect(Collectors.joining(" "));
    }

    static String refusal(Images images, PromptSet prompts) {
        String message = String.valueOf(assertThrows(PairingException.class, () -> {
                    Pairs pairs = Pairs.of(images, prompts);
                    throw new AssertionError(pairs.joined() + ": " + joined(pairs));
                })
                .getMessage());
        assertTrue(message.length() < 500, message);
        return message;
    }
}
