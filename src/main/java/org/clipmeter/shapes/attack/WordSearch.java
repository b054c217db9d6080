package org.clipmeter.shapes.attack;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import org.clipmeter.image.RgbImage;
import org.clipmeter.shapes.ShapesVocabulary;
import org.clipmeter.shapes.field.Field;
import org.clipmeter.shapes.field.Latent;

/**
 * Searches for captions of known words that do not say the concept, and whose pictures show it. From the best captions of a
 * length, all captions that are one word longer are tried (a beam search), as far as the budget goes. Only the pictures are
 * looked at, as an attacker does who has no access to the model: so do Ring-A-Bell (Tsai et al., ICLR 2024), with words found
 * by a genetic algorithm, and SneakyPrompt (Yang et al., IEEE S&amp;P 2024), with words found by reinforcement learning.
 */
final class WordSearch {
    /** The pictures of the search are small, so that there can be more of them; findings are tested on larger ones. */
    private static final int PIXELS = 32;

    private static final int BEAM = 4;

    private final Field field;
    private final Eye eye;
    private final List<Latent> latents;
    private final Predicate<String> isForbidden;
    private final List<FoundCaption> tried = new ArrayList<>();
    private final List<Reached> course = new ArrayList<>();

    /** The best margin after so many captions. */
    record Reached(int steps, double margin) {}

    /**
     * @param latents on which each caption is tried
     * @param isForbidden whether a caption says what it must not say
     */
    WordSearch(Field field, Eye eye, List<Latent> latents, Predicate<String> isForbidden) {
        this.field = field;
        this.eye = eye;
        this.latents = latents;
        this.isForbidden = isForbidden;
    }

    /** Searches; the best captions come first. */
    List<FoundCaption> search(int words, long seed, Budget budget) throws IOException {
        List<String> vocabulary = new ArrayList<>(ShapesVocabulary.words());
        Collections.shuffle(vocabulary, new Random(seed));
        Set<String> seen = new HashSet<>();
        List<FoundCaption> beam = List.of(new FoundCaption("", 0));
        for (int length = 1; length <= words; length++) {
            List<FoundCaption> next = new ArrayList<>();
            for (FoundCaption start : beam) {
                for (String word : vocabulary) {
                    String text = (start.text() + " " + word).strip();
                    if (isForbidden.test(text) || !seen.add(text)) {
                        continue;
                    }
                    if (!budget.allows()) {
                        return best(tried, tried.size());
                    }
                    next.add(attempt(text));
                    budget.count();
                    note(budget.steps());
                }
            }
            if (next.isEmpty()) {
                break;
            }
            beam = best(next, BEAM);
        }
        return best(tried, tried.size());
    }

    private FoundCaption attempt(String text) throws IOException {
        List<RgbImage> pictures = new ArrayList<>();
        for (Latent latent : latents) {
            pictures.add(field.draw(text, latent, PIXELS));
        }
        double sum = 0;
        for (double margin : eye.margins(pictures)) {
            sum += margin;
        }
        FoundCaption caption = new FoundCaption(text, sum / pictures.size());
        tried.add(caption);
        return caption;
    }

    private void note(int steps) {
        double margin = tried.get(tried.size() - 1).margin();
        if (course.isEmpty() || margin > course.get(course.size() - 1).margin()) {
            course.add(new Reached(steps, margin));
        }
    }

    /** How the best margin grew. */
    List<Reached> course() {
        return List.copyOf(course);
    }

    private static List<FoundCaption> best(List<FoundCaption> captions, int count) {
        return captions.stream()
                .sorted(Comparator.comparingDouble(FoundCaption::margin).reversed())
                .limit(count)
                .toList();
    }
}
