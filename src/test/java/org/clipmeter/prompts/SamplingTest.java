package org.clipmeter.prompts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SamplingTest {
    private final PromptSet set = set(Map.entry("a", 50), Map.entry("b", 30), Map.entry("c", 20));

    @Test
    void takesTheFirst() {
        PromptSet head = Sampling.head(set, 3);
        assertEquals(set.prompts().subList(0, 3), head.prompts());
        assertEquals(100, head.availableCount());
    }

    @Test
    void takesAllWithoutALimit() {
        assertEquals(set, Sampling.head(set, null));
        assertEquals(set, Sampling.stratified(set, null, 7));
        assertEquals(set.askedWithLimit(1000), Sampling.head(set, 1000));
        assertEquals(set.askedWithLimit(1000), Sampling.stratified(set, 1000, 7));
    }

    @Test
    void drawsEachSourceInProportion() {
        assertEquals(
                Map.of("a", 5, "b", 3, "c", 2), Sampling.stratified(set, 10, 7).countBySource());
    }

    @Test
    void givesWhatIsLeftToTheLargestRemainders() {
        // 7 of 100: exact shares 3.5, 2.1, 1.4
        assertEquals(
                Map.of("a", 4, "b", 2, "c", 1), Sampling.stratified(set, 7, 7).countBySource());
        // 2 of 100: exact shares 1.0, 0.6, 0.4
        assertEquals(Map.of("a", 1, "b", 1), Sampling.stratified(set, 2, 7).countBySource());
    }

    @Test
    void takesAsManyAsAskedForWhateverTheLimit() {
        for (int limit = 1; limit <= 100; limit++) {
            assertEquals(limit, Sampling.stratified(set, limit, 3).size());
        }
    }

    @Test
    void keepsTheOrderOfTheFileAndTakesNothingTwice() {
        List<Prompt> sample = Sampling.stratified(set, 37, 7).prompts();
        List<Integer> positions = sample.stream().map(set.prompts()::indexOf).toList();
        assertEquals(positions.stream().sorted().toList(), positions);
        assertEquals(37, new HashSet<>(positions).size());
    }

    @Test
    void drawsTheSameWithTheSameSeed() {
        assertEquals(Sampling.stratified(set, 10, 7), Sampling.stratified(set, 10, 7));
        assertNotEquals(Sampling.stratified(set, 10, 7), Sampling.stratified(set, 10, 8));
    }

    @Test
    void drawsALargerSampleAroundASmallerOne() {
        assertTrue(Sampling.stratified(set, 40, 7)
                .prompts()
                .containsAll(Sampling.stratified(set, 10, 7).prompts()));
    }

    @Test
    void keepsOneSource() {
        PromptSet b = Sampling.ofSource(set, "b");
        assertEquals(Map.of("b", 30), b.countBySource());
        assertEquals(30, b.availableCount());
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> Sampling.ofSource(set, "x"));
        assertEquals("No prompt of test has the source \"x\"; expected one of a, b, c", e.getMessage());
    }

    @Test
    void refusesALimitBelowOne() {
        assertThrows(IllegalArgumentException.class, () -> Sampling.head(set, 0));
        assertThrows(IllegalArgumentException.class, () -> Sampling.stratified(set, -1, 7));
    }

    @SafeVarargs
    private static PromptSet set(Map.Entry<String, Integer>... sizes) {
        List<Prompt> prompts = new ArrayList<>();
        for (Map.Entry<String, Integer> source : sizes) {
            for (int i = 0; i < source.getValue(); i++) {
                prompts.add(new Prompt(source.getKey() + '_' + i, source.getKey(), "prompt " + i, List.of()));
            }
        }
        return new PromptSet("test", prompts, prompts.size());
    }
}
