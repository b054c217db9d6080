package org.clipmeter.score;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.clipmeter.embed.ImageFlag;
import org.clipmeter.pairs.ImageFile;
import org.clipmeter.pairs.Pair;
import org.clipmeter.pairs.PairingKey;
import org.clipmeter.pairs.Pairs;
import org.clipmeter.preprocess.ImageRules;
import org.clipmeter.prompts.Prompt;
import org.clipmeter.prompts.PromptSet;

/** Invented runs, for tests of everything that comes after the model. */
public final class Runs {
    public static final ModelInfo MODEL =
            new ModelInfo("openai/clip-vit-base-patch32", "commit 3d74acf", "cpu", "fp32", "bicubic 224", 1.5);
    static final RunConfig CONFIG = new RunConfig("openai/clip-vit-base-patch32", null, 300, ImageRules.defaults());

    private Runs() {}

    public static PromptSet prompts(String... ids) {
        return new PromptSet(
                "test",
                IntStream.range(0, ids.length)
                        .mapToObj(i -> new Prompt(ids[i], "coco", "prompt " + i, List.of()))
                        .toList(),
                ids.length);
    }

    static Pairs pairs(List<Prompt> prompts) {
        List<Pair> pairs = new ArrayList<>();
        for (Prompt prompt : prompts) {
            String name = prompt.id() + ".png";
            pairs.add(new Pair(prompt, ImageFile.named(Path.of(name), name)));
        }
        return new Pairs("images", "test", PairingKey.ID, pairs, List.of(), List.of(), List.of());
    }

    /** A run with these outcomes, in order. */
    public static ScoreResult of(List<Outcome> outcomes) {
        List<Prompt> prompts = IntStream.range(0, outcomes.size())
                .mapToObj(i -> new Prompt("coco_" + i, "coco", "prompt " + i, List.of()))
                .toList();
        Pairs pairs = pairs(prompts);
        List<ScoreRow> rows = new ArrayList<>();
        for (int i = 0; i < outcomes.size(); i++) {
            java.util.Set<ImageFlag> flags =
                    i == 1 ? java.util.Set.of(ImageFlag.ALL_BLACK, ImageFlag.DAMAGED) : java.util.Set.of();
            rows.add(new ScoreRow(i, pairs.pairs().get(i), outcomes.get(i), 9 + i, i == 2, flags));
        }
        return new ScoreResult(pairs, rows, MODEL, CONFIG, 2.5, CacheHits.NONE);
    }

    /** A score of this logits_per_image at a scale of 100. */
    public static Outcome scored(double logits) {
        return new Scored(logits, logits / 100);
    }

    /** A run of these prompts with these outcomes, in order, with a model of this name. */
    public static ScoreResult of(String model, List<Prompt> prompts, List<Outcome> outcomes) {
        Pairs pairs = pairs(prompts);
        List<ScoreRow> rows = new ArrayList<>();
        for (int i = 0; i < outcomes.size(); i++) {
            rows.add(new ScoreRow(i, pairs.pairs().get(i), outcomes.get(i), 9, false, java.util.Set.of()));
        }
        ModelInfo info = new ModelInfo(model, "commit 1", "cpu", "fp32", "bicubic 224", 1.5);
        return new ScoreResult(pairs, rows, info, CONFIG, 2.5, CacheHits.NONE);
    }

    /** A prompt with this id, whose text is made from the id. */
    public static Prompt prompt(String id) {
        return new Prompt(id, "coco", "a picture of " + id, List.of());
    }
}
