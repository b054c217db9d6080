package org.clipmeter.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.clipmeter.prompts.Prompt;
import org.clipmeter.prompts.Question;
import org.clipmeter.score.Runs;
import org.junit.jupiter.api.Test;

class SubgroupTest {
    private static final List<Prompt> PROMPTS = List.of(
            prompt("a", "coco", "animal", "color", "animal"),
            prompt("b", "coco", "color"),
            prompt("c", "drawbench"),
            prompt("d", "", "animal"));

    private static Prompt prompt(String id, String source, String... types) {
        List<Question> questions = Stream.of(types)
                .map(type -> new Question("what is it?", List.of("x", "y"), "x", "thing", type))
                .toList();
        return new Prompt(id, source, "a picture of " + id, questions);
    }

    private static PairedComparison whole(List<Prompt> prompts) {
        return PairedComparison.of(
                "sd",
                Runs.of("m", prompts, List.of(Runs.scored(20), Runs.scored(20), Runs.scored(20), Runs.scored(20))),
                "uce",
                Runs.of("m", prompts, List.of(Runs.scored(21), Runs.scored(22), Runs.scored(16), Runs.scored(20))),
                ComparisonOptions.defaults().withMargin(2.0));
    }

    @Test
    void aSourceIsAGroupHoweverSmall() {
        List<Subgroup> groups = Subgroup.of(whole(PROMPTS), PromptGrouping.SOURCE);
        assertEquals(
                List.of("coco", "drawbench", "without a source"),
                groups.stream().map(Subgroup::group).toList());
        assertEquals(
                List.of(2, 1, 1),
                groups.stream().map(group -> group.comparison().delta().n()).toList());
        assertEquals(1.5, groups.get(0).comparison().delta().value());
        assertNotNull(groups.get(0).comparison().delta().interval());
        assertEquals(-4, groups.get(1).comparison().delta().value());
        assertNull(groups.get(1).comparison().delta().interval());
        Equivalence equivalence = groups.get(0).comparison().equivalence();
        assertNotNull(equivalence);
        assertEquals(2, equivalence.margin());
    }

    @Test
    void aPromptIsOnceInTheGroupOfEachOfItsElementTypes() {
        List<Subgroup> groups = Subgroup.of(whole(PROMPTS), PromptGrouping.ELEMENT_TYPE);
        assertEquals(
                List.of("animal", "color", "without a question"),
                groups.stream().map(Subgroup::group).toList());
        assertEquals(
                List.of(0.5, 1.5, -4.0),
                groups.stream().map(group -> group.comparison().delta().value()).toList());
        assertEquals(
                List.of(2, 2, 1),
                groups.stream().map(group -> group.comparison().delta().n()).toList());
    }

    @Test
    void promptsThatSayNothingAreRefused() {
        List<Prompt> silent =
                Stream.of("a", "b", "c", "d").map(id -> prompt(id, "")).toList();
        for (PromptGrouping by : PromptGrouping.values()) {
            String message =
                    String.valueOf(assertThrows(IllegalArgumentException.class, () -> Subgroup.of(whole(silent), by))
                            .getMessage());
            assertTrue(message.startsWith("compare: by " + by + ": no prompt "), message);
        }
    }
}
