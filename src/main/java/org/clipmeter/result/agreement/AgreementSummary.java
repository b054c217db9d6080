package org.clipmeter.result.agreement;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.clipmeter.ClipMeter;
import org.clipmeter.Summary;
import org.clipmeter.agreement.ModelScores;
import org.clipmeter.agreement.PairAgreement;
import org.clipmeter.agreement.Retrieval;
import org.clipmeter.agreement.RunAgreement;
import org.clipmeter.agreement.TechniqueAgreement;
import org.clipmeter.compare.RankCorrelation;
import org.clipmeter.score.ModelInfo;

/** Writes the summary of runs under several models: a part for each run. */
final class AgreementSummary {
    private final Agreement agreement;
    private final List<String> models;

    private AgreementSummary(Agreement agreement) {
        this.agreement = agreement;
        this.models = agreement.models();
    }

    static Summary of(Agreement agreement) {
        AgreementSummary summary = new AgreementSummary(agreement);
        List<Summary.Part> parts = new ArrayList<>();
        for (RunAgreement run : agreement.runs()) {
            parts.add(summary.part(run, parts.isEmpty()));
        }
        List<String> caveats = new ArrayList<>();
        caveats.add(
                "Each model has its own scale: scores of different models are not subtracted or averaged. Ranks and "
                        + "directions of changes are comparable.");
        if (agreement.runs().size() > 1) {
            caveats.add("Intervals and p are not adjusted for the number of runs and models.");
        }
        caveats.add(summary.erasureCaveat());
        return new Summary(parts, caveats);
    }

    private String erasureCaveat() {
        List<ModelInfo> infos = agreement.runs().get(0).byModel().stream()
                .map(scores -> scores.result().model())
                .toList();
        return infos.stream().map(ModelInfo::metric).distinct().count() == 1
                ? infos.get(0).said(ClipMeter.CAVEATS).get(0)
                : "None of these scores detects erasure: pair them with an erasure metric (ASR, ERR, UA_IRA).";
    }

    private Summary.Part part(RunAgreement run, boolean first) {
        int n = run.items().images().size();
        Summary.Headline headline = new Summary.Headline(
                run.run() + ": ",
                count(n, "image"),
                models.size() == 1 ? " under " + models.get(0) : " scored by all " + models.size() + " models");
        List<Summary.Fact> facts = new ArrayList<>();
        List<String> names = run.byModel().stream()
                .map(scores -> scores.result().model().logitColumn())
                .distinct()
                .toList();
        facts.add(new Summary.Fact(
                "mean " + (names.size() == 1 ? names.get(0) : "score") + ", each in its own scale:",
                run.byModel().stream()
                        .map(scores -> value(scores, names.size() > 1))
                        .collect(Collectors.joining("; "))));
        for (PairAgreement pair : run.pairs()) {
            facts.add(new Summary.Fact(
                    models.get(pair.first()) + " and " + models.get(pair.second()) + " rank the images alike:",
                    "Spearman " + words(pair.spearman()) + ", Kendall " + words(pair.kendall())));
        }
        facts.add(new Summary.Fact(
                "own prompt found:",
                run.byModel().stream().map(AgreementSummary::found).collect(Collectors.joining("; "))));
        TechniqueAgreement technique = run.technique();
        if (technique != null) {
            facts.add(new Summary.Fact("against " + agreement.runs().get(0).run() + ":", verdicts(technique)));
        }
        return new Summary.Part(headline, facts, notes(run, first));
    }

    private List<String> notes(RunAgreement run, boolean first) {
        List<String> notes = new ArrayList<>();
        int total = run.byModel().get(0).result().totalCount();
        int missing = total - run.items().images().size();
        if (missing > 0) {
            notes.add(count(missing, "image") + " of " + total
                    + " without a score under every model left out of the agreement");
        }
        if (!first && run.technique() == null) {
            notes.add("not compared with " + agreement.runs().get(0).run()
                    + ": under some model, no prompt has a score in both");
        }
        TechniqueAgreement technique = run.technique();
        if (technique != null) {
            List<String> leftovers = technique
                    .byModel()
                    .get(0)
                    .scores()
                    .leftovers(agreement.runs().get(0).run(), run.run());
            if (!leftovers.isEmpty()) {
                notes.add("prompts left out of the changes: " + String.join(", ", leftovers));
            }
        }
        if (first) {
            notes.addAll(agreement.warnings());
        }
        return notes;
    }

    private String verdicts(TechniqueAgreement technique) {
        List<TechniqueAgreement.Verdict> verdicts = technique.verdicts();
        List<String> each = new ArrayList<>();
        for (int i = 0; i < verdicts.size(); i++) {
            each.add(String.format(
                    Locale.ROOT,
                    "%s Δ %+.4f (%s)",
                    models.get(i),
                    technique.byModel().get(i).delta().value(),
                    verdicts.get(i)));
        }
        String together = "";
        if (verdicts.size() > 1) {
            together = technique.isUnanimous()
                    ? "all models show " + verdicts.get(0) + ": "
                    : "the models do not all show the same: ";
        }
        Double share = technique.agreeing();
        String prompts = share == null || verdicts.size() < 2
                ? ""
                : String.format(
                        Locale.ROOT,
                        "; one direction under all models for %.0f %% of %s",
                        100 * share,
                        count(technique.prompts(), "prompt"));
        return together + String.join(", ", each) + prompts;
    }

    /** @param named whether the name of the score is stated too */
    private static String value(ModelScores scores, boolean named) {
        Double value = scores.result().value();
        return scores.model() + " "
                + (named ? scores.result().model().logitColumn() + " " : "")
                + (value == null ? "none" : String.format(Locale.ROOT, "%.4f", value));
    }

    private static String found(ModelScores scores) {
        Retrieval retrieval = scores.retrieval();
        Double first = retrieval.recallAt1();
        Double median = retrieval.medianRank();
        return scores.model() + " "
                + (first == null || median == null
                        ? "none"
                        : String.format(
                                Locale.ROOT,
                                "R@1 %.3f, median rank %.1f (n = %d among %s)",
                                first,
                                median,
                                retrieval.n(),
                                count(retrieval.captions(), "different prompt")));
    }

    private static String words(RankCorrelation correlation) {
        Double value = correlation.value();
        var interval = correlation.interval();
        if (value == null) {
            return "undefined";
        }
        String figure = String.format(Locale.ROOT, "%.3f", value);
        return interval == null
                ? figure
                : figure + String.format(Locale.ROOT, " [%.3f, %.3f]", interval.low(), interval.high());
    }

    private static String count(int n, String what) {
        return n + " " + what + (n == 1 ? "" : "s");
    }
}
