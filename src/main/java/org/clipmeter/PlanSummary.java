package org.clipmeter;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.clipmeter.failure.OneLine;
import org.clipmeter.pairs.Pair;
import org.clipmeter.pairs.Pairs;
import org.jspecify.annotations.Nullable;

/** Writes the summary of a plan. */
final class PlanSummary {
    private static final int FIRST_PAIRS = 3;
    private static final int LONGEST_PROMPT = 80;
    private static final int LONGEST_NAME = 60;
    private static final double GIGA = 1e9;

    private final ScorePlan plan;
    private final PlannedModel model;
    private final PlannedWork work;
    private final @Nullable ScoreRun basis;

    private PlanSummary(ScorePlan plan, PlannedModel model, PlannedWork work, @Nullable ScoreRun basis) {
        this.plan = plan;
        this.model = model;
        this.work = work;
        this.basis = basis;
    }

    static Summary of(ScorePlan plan, PlannedModel model, PlannedWork work, @Nullable ScoreRun basis) {
        PlanSummary summary = new PlanSummary(plan, model, work, basis);
        int count = plan.pairs().pairs().size();
        return Summary.of(
                new Summary.Headline(
                        "",
                        Integer.toString(count),
                        (count == 1 ? " image" : " images") + " would be scored (" + plan.name() + ")"),
                summary.facts(),
                summary.notes(),
                List.of("No embedding was computed, nothing was downloaded, and no model was loaded."));
    }

    private List<Summary.Fact> facts() {
        List<Summary.Fact> facts = new ArrayList<>();
        Pairs pairs = plan.pairs();
        if (!pairs.joined().isEmpty()) {
            facts.add(new Summary.Fact("", pairs.joined()));
        }
        if (pairs.promptsName() != null) {
            facts.add(new Summary.Fact("prompts", pairs.promptsName()));
        }
        if (plan.template() != null) {
            facts.add(new Summary.Fact("template:", plan.template().toString()));
        }
        facts.add(new Summary.Fact("model", model()));
        facts.add(new Summary.Fact("from the cache:", stored()));
        facts.add(new Summary.Fact("to compute:", toCompute()));
        facts.add(new Summary.Fact("time:", time()));
        facts.add(new Summary.Fact("memory:", memory()));
        return facts;
    }

    private String model() {
        String device = model.device() == null ? "" : ", " + model.device();
        String state =
                switch (model.state()) {
                    case LOADED -> ", loaded";
                    case ON_DISK -> ", not loaded yet, on this machine";
                    case TO_DOWNLOAD ->
                        ", not on this machine: it would be downloaded first"
                                + (model.downloadBytes() == null ? "" : ", about " + gigabytes(model.downloadBytes()));
                };
        return model.name() + device + ", " + model.precision() + state;
    }

    private String stored() {
        if (work.cacheIsOff()) {
            return "nothing, because the cache is off";
        }
        int images = plan.pairs().pairs().size();
        String texts =
                work.textsStored() < 0 ? "" : " and " + work.textsStored() + " of " + count(work.texts(), "text");
        return work.imagesStored() + " of " + count(images, "image") + texts
                + (work.byName()
                        ? " (found by the model's name; whether they fit its weights and the rules for images shows"
                                + " only when it is loaded)"
                        : "");
    }

    private String toCompute() {
        String texts = work.textsStored() < 0
                ? "at most " + count(work.texts(), "text")
                : count(work.texts() - work.textsStored(), "text");
        return count(work.imagesToCompute(), "image") + " and " + texts;
    }

    private String time() {
        Double seconds = plan.seconds();
        Double speed = plan.imagesPerSecond();
        if (work.imagesToCompute() == 0) {
            return "no image needs the model; reading the files takes what it took for this plan";
        }
        if (seconds == null || speed == null || basis == null) {
            return "not known, because there is no run with this model, precision and device to go by";
        }
        return String.format(
                Locale.ROOT,
                "about %s, at the %.1f images/s of the run %s",
                duration(seconds),
                speed,
                OneLine.name(basis.name(), LONGEST_NAME));
    }

    private static String duration(double seconds) {
        long whole = Math.round(seconds);
        if (whole < 1) {
            return "1 s or less";
        }
        if (whole < 120) {
            return whole + " s";
        }
        long minutes = Math.round(seconds / 60);
        return minutes < 120 ? minutes + " min" : String.format(Locale.ROOT, "%.1f h", seconds / 3600);
    }

    private String memory() {
        Long bytes = model.weightBytes();
        String weights = model.isLoaded()
                ? "the weights" + (bytes == null ? "" : ", " + gigabytes(bytes) + ",") + " are in memory already"
                : bytes == null
                        ? "not known before the model is loaded"
                        : "about " + gigabytes(bytes) + " for the weights ("
                                + String.format(Locale.ROOT, "%,d parameters", model.parameters()) + ")";
        OptionalLong free = plan.freeMemory();
        boolean gpu = model.device() != null && model.device().startsWith("cuda");
        return weights
                + (gpu || free.isEmpty()
                        ? ""
                        : "; batches are made to fit half of the main memory that is free, now "
                                + gigabytes(free.getAsLong()));
    }

    private List<String> notes() {
        Pairs pairs = plan.pairs();
        List<String> notes = new ArrayList<>();
        for (Pair pair :
                pairs.pairs().subList(0, Math.min(FIRST_PAIRS, pairs.pairs().size()))) {
            notes.add(OneLine.of(OneLine.name(pair.image().name(), LONGEST_NAME) + " → "
                    + OneLine.name(pair.prompt().id(), LONGEST_NAME) + ": "
                    + shortened(pair.prompt().text())));
        }
        if (pairs.pairs().size() > FIRST_PAIRS) {
            notes.add("… and " + (pairs.pairs().size() - FIRST_PAIRS) + " more, in the table");
        }
        if (work.unreadable() > 0) {
            notes.add(count(work.unreadable(), "image") + " can't be read and would have no score");
        }
        if (work.tooLong() > 0) {
            notes.add(count(work.tooLong(), "prompt") + " longer than the model reads");
        }
        notes.addAll(pairs.notes());
        notes.addAll(pairs.leftovers());
        notes.addAll(plan.warnings());
        return notes;
    }

    private static String shortened(String prompt) {
        return prompt.codePointCount(0, prompt.length()) <= LONGEST_PROMPT
                ? prompt
                : prompt.substring(0, prompt.offsetByCodePoints(0, LONGEST_PROMPT)) + "…";
    }

    private static String count(int n, String noun) {
        return n + " " + noun + (n == 1 ? "" : "s");
    }

    private static String gigabytes(long bytes) {
        return bytes < GIGA / 10
                ? String.format(Locale.ROOT, "%.1f MB", bytes / 1e6)
                : String.format(Locale.ROOT, "%.1f GB", bytes / GIGA);
    }
}
