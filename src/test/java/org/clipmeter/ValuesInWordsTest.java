package org.clipmeter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.clipmeter.compare.PairedScores;
import org.clipmeter.notebook.view.Output;
import org.clipmeter.notebook.view.Views;
import org.clipmeter.pairs.Images;
import org.clipmeter.pairs.Pairs;
import org.clipmeter.prompts.Prompt;
import org.clipmeter.prompts.PromptFile;
import org.clipmeter.prompts.PromptSet;
import org.clipmeter.score.Outcome;
import org.clipmeter.score.Runs;
import org.clipmeter.score.ScoreResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Values that hold hundreds of prompts or scores say in a line what they are, as a cell's value or in a log. */
final class ValuesInWordsTest {
    private static final PromptSet PROMPTS = new PromptSet(
            "TIFA",
            IntStream.range(0, 300)
                    .mapToObj(i -> new Prompt("coco_" + i, "coco", "a prompt of several words, number " + i, List.of()))
                    .toList(),
            4081);

    static Stream<Object> values() {
        Map<String, Path> files = new LinkedHashMap<>();
        List<Outcome> outcomes = new ArrayList<>();
        for (Prompt prompt : PROMPTS.prompts()) {
            files.put(prompt.id(), Path.of(prompt.id() + ".png"));
            outcomes.add(Runs.scored(20 + outcomes.size() / 100.0));
        }
        Images images = Images.mapping(files);
        ScoreResult result = Runs.of(outcomes);
        return Stream.of(
                PROMPTS,
                PROMPTS.ids(),
                new PromptFile(PROMPTS, List.of("row 3 has an empty prompt")),
                images,
                Pairs.of(images, PROMPTS),
                result,
                PairedScores.of(result, result));
    }

    @ParameterizedTest
    @MethodSource("values")
    void aValueOfManyPartsIsALine(Object value) {
        String text = value.toString();
        assertTrue(text.length() <= 120 && !text.contains("\n"), text);
        assertTrue(text.contains("300"), text);
    }

    @Test
    void promptsAsACellsValueAreATable() {
        Views.View<?> view = Views.views().stream()
                .filter(one -> one.type() == PromptSet.class)
                .findFirst()
                .orElseThrow();
        assertEquals(PromptSet.class, view.type());
        Output shown = Views.prompts(PROMPTS);
        assertTrue(shown.plain().endsWith("300 rows"), shown.plain());
        assertTrue(String.valueOf(shown.html()).contains("<table"), shown::plain);
    }
}
