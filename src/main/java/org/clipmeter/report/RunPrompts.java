package org.clipmeter.report;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.clipmeter.failure.OneLine;
import org.clipmeter.pairs.Pair;
import org.clipmeter.pairs.PairingException;
import org.clipmeter.pairs.PairingKey;
import org.clipmeter.pairs.Pairs;
import org.clipmeter.prompts.Question;

/**
 * Checks that the images of a run are joined to the prompts that they were made from. Their names state only a place, and no
 * report states the prompts; but the folder states the metric, and the report of a single {@code clip_score} has TIFA's
 * questions about each place.
 */
public final class RunPrompts {
    private static final int LONGEST_QUESTION = 60;

    /** The metrics whose images are made from TIFA's prompts; those of eval-unlearn's clip_score are known by its report. */
    private static final Set<ReferenceMetric> OF_TIFA = EnumSet.of(ReferenceMetric.CLIP_SCORE, ReferenceMetric.TIFA);

    private RunPrompts() {}

    /**
     * Reads the reports beside the images of runs, if there are any.
     *
     * @throws PairingException in one line, if images were joined by their places and a report has other questions for a place
     */
    public static void check(Pairs pairs) {
        if (pairs.key() != PairingKey.INDEX) {
            return;
        }
        Map<Path, Optional<RunReport>> byFolder = new HashMap<>();
        for (Pair pair : pairs.pairs()) {
            if (pair.prompt().questions().isEmpty() || pair.image().path().getParent() == null) {
                continue;
            }
            byFolder.computeIfAbsent(pair.image().path().getParent(), RunReport::of)
                    .ifPresent(report -> report.check(pair));
        }
    }

    /** A run's folder with its report, if it has one. */
    private record RunReport(RunFolder folder, Optional<ReferenceReport> report) {
        static Optional<RunReport> of(Path images) {
            return RunFolder.ofImages(images).map(folder -> new RunReport(folder, folder.report()));
        }

        void check(Pair pair) {
            Optional<ReferenceMetric> metric = folder.metric();
            if (metric.isPresent() && !OF_TIFA.contains(metric.get())) {
                throw new PairingException("pairing: " + folder.images() + " has the images of "
                        + metric.get().key() + ", which were made from other prompts than TIFA's; score the images of"
                        + " clip_score, or give the prompts that these were made from");
            }
            report.ifPresent(read -> check(pair, read));
        }

        private void check(Pair pair, ReferenceReport read) {
            if (!read.several() && read.dataset() != null && !read.dataset().equals(Generation.EVAL_LEARN.dataset())) {
                throw new PairingException(
                        "pairing: the images of run " + folder.runId() + " were made from the prompts of "
                                + OneLine.name(read.dataset(), LONGEST_QUESTION) + " and not from TIFA's, according to "
                                + read.file() + "; give those prompts");
            }
            String name = String.valueOf(pair.image().path().getFileName());
            Integer place = folder.place(name);
            if (place == null || place >= read.questions().size()) {
                return;
            }
            List<String> reported = read.questions().get(place);
            List<String> expected =
                    pair.prompt().questions().stream().map(Question::question).toList();
            if (!reported.isEmpty() && !reported.equals(expected)) {
                throw new PairingException("pairing: " + name
                        + " was made from another prompt than the one at its place: " + read.file() + " asks "
                        + different(reported, expected) + " about it, but these prompts ask "
                        + different(expected, reported)
                        + "; give the prompts that the run was made from, in their order");
            }
        }

        private static String different(List<String> questions, List<String> others) {
            String first = questions.stream()
                    .filter(question -> !others.contains(question))
                    .findFirst()
                    .orElse(questions.isEmpty() ? "nothing" : questions.get(0));
            return '"' + OneLine.name(first, LONGEST_QUESTION) + '"';
        }
    }
}
