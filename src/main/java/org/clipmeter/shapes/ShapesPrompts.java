package org.clipmeter.shapes;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.clipmeter.prompts.Prompt;
import org.clipmeter.prompts.PromptSet;
import org.clipmeter.prompts.Question;
import org.jspecify.annotations.Nullable;

/** The bundled prompts: captions of the shapes world with questions in the form of TIFA. */
public final class ShapesPrompts {
    /** The name of the set, and the source of each of its prompts. */
    public static final String SOURCE = "shapes";

    private static final int COUNT = 300;
    private static final long SEED = 2026;
    private static final int CHOICES = 4;

    private final SplitMix64 random = new SplitMix64(SEED);

    private ShapesPrompts() {}

    /**
     * The 300 prompts, which are always the same, with the ids {@code shapes_0} to {@code shapes_299}; all captions
     * differ.
     */
    public static PromptSet load() {
        List<Prompt> prompts = new ShapesPrompts().generate();
        return new PromptSet(SOURCE, prompts, prompts.size());
    }

    private List<Prompt> generate() {
        SceneSampler sampler = new SceneSampler(Level.WORLD, random);
        Map<String, Scene> scenes = new LinkedHashMap<>();
        while (scenes.size() < COUNT) {
            Scene scene = sampler.next();
            scenes.putIfAbsent(scene.caption(), scene);
        }
        List<Prompt> prompts = new ArrayList<>();
        scenes.forEach((caption, scene) ->
                prompts.add(new Prompt(SOURCE + "_" + prompts.size(), SOURCE, caption, questions(scene))));
        return prompts;
    }

    private List<Question> questions(Scene scene) {
        List<Question> questions = new ArrayList<>();
        Thing first = scene.first();
        Thing second = scene.second();
        if (second == null) {
            boolean one = scene.arrangement() == Arrangement.ONE;
            String name = one ? first.shape().word() : first.shape().plural();
            about(questions, first, null, "the " + name, one);
            int count = scene.arrangement().count();
            questions.add(new Question(
                    "how many " + first.shape().plural() + " are there?",
                    Caption.COUNTS,
                    Caption.COUNTS.get(count - 1),
                    Caption.COUNTS.get(count - 1),
                    "counting"));
            questions.add(chosen(
                    "what does the background look like?",
                    List.of(Background.values()),
                    scene.background(),
                    Background::word,
                    "attribute"));
        } else {
            about(questions, first, second, named(first, second), true);
            about(questions, second, first, named(second, first), true);
            String relation = scene.arrangement() == Arrangement.LEFT_OF ? "left of" : "above";
            questions.add(yes(
                    "is " + named(first, second) + " " + relation + " " + named(second, first) + "?",
                    relation,
                    "spatial"));
        }
        return questions;
    }

    /** The name of a thing beside another: its shape if that is enough, else its colour and shape. */
    private static String named(Thing thing, Thing other) {
        return thing.shape() != other.shape()
                ? "the " + thing.shape().word()
                : "the " + thing.color().word() + " " + thing.shape().word();
    }

    private void about(List<Question> questions, Thing thing, @Nullable Thing other, String name, boolean one) {
        String verb = one ? "is" : "are";
        String shape = one
                ? Caption.article(thing.shape().word()) + " " + thing.shape().word()
                : thing.shape().plural();
        questions.add(yes(
                (one ? "is" : "are") + " there " + shape + "?", thing.shape().word(), "object"));
        if (other == null || other.shape() != thing.shape()) {
            questions.add(chosen(
                    "what color " + verb + " " + name + "?",
                    List.of(Color.values()),
                    thing.color(),
                    Color::word,
                    "color"));
        }
        if (other == null || other.color() != thing.color()) {
            questions.add(chosen(
                    "what shape " + verb + " the " + thing.color().word() + (one ? " object?" : " objects?"),
                    List.of(Shape.values()),
                    thing.shape(),
                    Shape::word,
                    "shape"));
        }
        questions.add(chosen(
                "how large " + verb + " " + name + "?", List.of(Size.values()), thing.size(), Size::word, "attribute"));
        if (thing.fill() != Fill.SOLID) {
            questions.add(chosen(
                    "how " + verb + " " + name + " filled?",
                    List.of(Fill.values()),
                    thing.fill(),
                    Fill::word,
                    "attribute"));
        }
    }

    private static Question yes(String question, String element, String elementType) {
        return new Question(question, List.of("yes", "no"), "yes", element, elementType);
    }

    private <T> Question chosen(String question, List<T> values, T answer, Function<T, String> word, String type) {
        List<T> others = new ArrayList<>(values);
        others.remove(answer);
        List<String> choices = new ArrayList<>(List.of(word.apply(answer)));
        while (choices.size() < CHOICES && !others.isEmpty()) {
            choices.add(word.apply(others.remove(random.below(others.size()))));
        }
        for (int i = choices.size() - 1; i > 0; i--) {
            Collections.swap(choices, i, random.below(i + 1));
        }
        return new Question(question, choices, word.apply(answer), word.apply(answer), type);
    }
}
