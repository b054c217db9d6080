package org.clipmeter.pairs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.clipmeter.prompts.Prompt;
import org.clipmeter.prompts.PromptSet;
import org.junit.jupiter.api.Test;

/**
 * A property of all names and ids: if they are joined, no other reading by id of equal rank would have given a file
 * another prompt. The readings are defined here a second time, independently of the code under test.
 */
class PairingPropertyTest {
    private static final int CASES = 2_500;
    private static final List<String> WORDS = List.of("cat", "dog", "x", "run");

    private final Random random = new Random(20_240_907);

    @Test
    void noOtherReadingByIdWouldHaveGivenAnotherPrompt() {
        int joined = 0;
        int refused = 0;
        int samples = 0;
        for (int i = 0; i < CASES; i++) {
            List<String> ids = ids();
            List<String> stems = stems(ids);
            Map<String, String> pairs;
            try {
                pairs = join(ids, stems);
            } catch (PairingException e) {
                refused++;
                continue;
            }
            joined++;
            samples += check(ids, stems, pairs);
        }
        // Checks that the generated cases are not trivial.
        assertTrue(
                joined > CASES / 20 && refused > CASES / 20 && samples > CASES / 200,
                joined + " joined, " + refused + " refused, " + samples + " as samples");
    }

    /** Checks one join; returns 1 if only the rule about samples allows it. */
    private static int check(List<String> ids, List<String> stems, Map<String, String> pairs) {
        String about = ids + " " + stems + " joined as " + pairs;
        List<String[]> parts = stems.stream().map(stem -> stem.split("_")).toList();
        int tokens = parts.get(0).length;
        if (pairs.isEmpty() || parts.stream().anyMatch(part -> part.length != tokens)) {
            return 0;
        }
        int used = 0;
        for (int other = 0; other < tokens; other++) {
            int at = other;
            List<String> here = parts.stream().map(part -> part[at]).toList();
            boolean edge = other == 0 || other == tokens - 1;
            boolean fits = here.stream().allMatch(ids::contains);
            boolean differs =
                    IntStream.range(0, stems.size()).anyMatch(i -> !here.get(i).equals(pairs.get(stems.get(i))));
            if (tokens == 1 || !edge || !fits || !differs || stems.stream().allMatch(ids::contains)) {
                continue;
            }
            List<String> first = parts.stream().map(part -> part[0]).toList();
            for (int i = 0; i < stems.size(); i++) {
                assertEquals(first.get(i), pairs.get(stems.get(i)), about);
            }
            assertTrue(count(first, here, ids.size()), about);
            used = 1;
        }
        return used;
    }

    /**
     * The rule: the numbers of each id are 0 to k-1, or 1 to k, the same for all ids, and there are more ids than
     * numbers, or equally many if every id has images.
     */
    private static boolean count(List<String> first, List<String> numbers, int promptCount) {
        Map<String, TreeSet<Integer>> groups = new TreeMap<>();
        TreeSet<Integer> all = new TreeSet<>();
        for (int i = 0; i < first.size(); i++) {
            if (!numbers.get(i).matches("[0-9]+")) {
                return false;
            }
            int number = Integer.parseInt(numbers.get(i));
            groups.computeIfAbsent(first.get(i), key -> new TreeSet<>()).add(number);
            all.add(number);
        }
        int start = all.first();
        boolean runs = groups.values().stream()
                .allMatch(group -> group.first() == start && group.last() - start == group.size() - 1);
        return first.size() > 1
                && start <= 1
                && runs
                && (groups.size() > all.size() || groups.size() == all.size() && groups.size() == promptCount);
    }

    private List<String> ids() {
        TreeSet<String> ids = new TreeSet<>();
        int most = random.nextBoolean() ? 6 : 20;
        for (int i = 1 + random.nextInt(7); i > 0; i--) {
            ids.add(token(most));
        }
        return List.copyOf(ids);
    }

    private String token(int most) {
        return random.nextInt(8) == 0
                ? WORDS.get(random.nextInt(WORDS.size()))
                : Integer.toString(random.nextInt(most));
    }

    /** Names of one pattern, as a script writes them: each part is an id, a counter, a constant or a random id. */
    private List<String> stems(List<String> ids) {
        int places = 1 + random.nextInt(3);
        int samples = 1 + random.nextInt(3);
        int[] kinds = random.ints(places, 0, 4).toArray();
        String constant = token(9);
        int start = random.nextInt(2);
        TreeSet<String> stems = new TreeSet<>();
        for (int file = 1 + random.nextInt(6); file > 0; file--) {
            String id = ids.get((file / samples) % ids.size());
            List<String> parts = new ArrayList<>();
            for (int kind : kinds) {
                parts.add(
                        switch (kind) {
                            case 0 -> id;
                            case 1 -> Integer.toString(start + file % samples);
                            case 2 -> constant;
                            default -> ids.get(random.nextInt(ids.size()));
                        });
            }
            stems.add(String.join("_", parts));
        }
        return List.copyOf(stems);
    }

    private static Map<String, String> join(List<String> ids, List<String> stems) {
        PromptSet prompts = new PromptSet(
                "prompts",
                ids.stream().map(id -> new Prompt(id, "s", "a cat", List.of())).toList(),
                ids.size());
        List<ImageFile> files = stems.stream()
                .map(stem -> ImageFile.named(Path.of(stem + ".png"), stem + ".png"))
                .toList();
        Pairs pairs = Pairs.of(new Images("folder", files, List.of(), PairingKey.AUTO), prompts);
        Map<String, String> joined = new TreeMap<>();
        if (pairs.key() == PairingKey.ID) {
            pairs.pairs()
                    .forEach(pair -> joined.put(
                            pair.image().name().replace(".png", ""),
                            pair.prompt().id()));
        }
        return joined;
    }
}
