package org.clipmeter.benchmark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.clipmeter.ClipMeter;
import org.clipmeter.LoadOptions;
import org.clipmeter.benchmark.Reference.Batching;
import org.clipmeter.benchmark.Reference.Turn;
import org.clipmeter.embed.cache.EmbeddingCache;
import org.clipmeter.image.ImageException;
import org.clipmeter.image.decode.ImageDecoder;
import org.clipmeter.model.Similarity;
import org.clipmeter.model.clip.ClipModel;
import org.clipmeter.weights.RandomCheckpoint.Architecture;
import org.jspecify.annotations.Nullable;

/** Scores the same files on both sides in turns: end to end, from prepared inputs, and one pair at a time. */
final class Throughput {
    private final Architecture architecture;
    private final Workload workload;
    private final Reference reference;
    private final Agreement agreement;
    private final Progress progress;
    private final int rounds;

    Throughput(
            Architecture architecture,
            Workload workload,
            Reference reference,
            Agreement agreement,
            Progress progress,
            int rounds) {
        this.architecture = architecture;
        this.workload = workload;
        this.reference = reference;
        this.agreement = agreement;
        this.progress = progress;
        this.rounds = rounds;
    }

    /** Measures; both sides must have read the same checkpoint and the same list of pairs. */
    void measure(Report report, @Nullable Peak peak, FlopCount flops) throws IOException {
        reference.load(architecture);
        reference.read(workload.manifest());
        try (ClipMeter clip = ClipMeter.load(
                architecture.id(), LoadOptions.defaults().withDevice("cpu").withCache(EmbeddingCache.off()))) {
            clip.space(); // so that the weights are not hashed during the measurement
            Batching best = reference.fastest(workload.size(), each -> progress.say(architecture + ": trying " + each));
            Turn warm = score(clip);
            List<Double> ours = new ArrayList<>();
            List<Double> batched = new ArrayList<>();
            List<Double> loop = new ArrayList<>();
            for (int round = 1; round <= rounds; round++) {
                progress.say(architecture + ": files to scores, round " + round + " of " + rounds);
                Turn turn = score(clip);
                ours.add(turn.seconds());
                batched.add(checked("in batches", warm, reference.batched(best)));
                loop.add(checked("one pair at a time", warm, reference.oneByOne(workload.size())));
            }
            String pairs = architecture + ", files to scores";
            TimedComparison endToEnd = new TimedComparison(pairs, best.toString(), workload.size(), 1.0, ours, batched);
            report.add(endToEnd);
            report.add(new TimedComparison(
                    pairs, "the reference's loop, one pair at a time", workload.size(), null, ours, loop));
            TimedComparison inference = inference((ClipModel) clip.model(), warm, best.batch());
            report.add(inference);
            if (peak != null) {
                report.note(shares(peak, flops, endToEnd, inference));
            }
        } finally {
            reference.unload();
        }
    }

    private String shares(Peak peak, FlopCount flops, TimedComparison endToEnd, TimedComparison inference) {
        return String.format(
                Locale.ROOT,
                "%s: %.2f GFLOP a pair; of the peak, clipmeter reaches %s from files and %s from prepared inputs,"
                        + " transformers %s and %s",
                architecture,
                flops.flopsOfAPair() / 1e9,
                peak.share(endToEnd.clipmeterFigure().median(), flops),
                peak.share(inference.clipmeterFigure().median(), flops),
                peak.share(endToEnd.referenceFigure().median(), flops),
                peak.share(inference.referenceFigure().median(), flops));
    }

    private Turn score(ClipMeter clip) throws IOException {
        long begun = System.nanoTime();
        double[] logits = clip.score(workload.asImages()).result().logitsPerImage();
        return new Turn((System.nanoTime() - begun) * 1e-9, logits);
    }

    private double checked(String how, Turn ours, Turn theirs) {
        agreement.check(architecture + " " + how, workload, ours.logits(), theirs.logits());
        return theirs.seconds();
    }

    private TimedComparison inference(ClipModel model, Turn scores, int batch) throws IOException {
        List<float[]> pixelValues = new ArrayList<>();
        List<long[]> inputIds = new ArrayList<>();
        for (int i = 0; i < workload.size(); i++) {
            try {
                pixelValues.add(model.imageProcessor()
                        .pixelValues(ImageDecoder.decode(workload.images().get(i))));
            } catch (ImageException e) {
                throw new IOException(e);
            }
            inputIds.add(model.tokenizer().encode(workload.prompts().get(i)).inputIds());
        }
        reference.prepare(batch);
        List<Double> ours = new ArrayList<>();
        List<Double> theirs = new ArrayList<>();
        for (int round = 0; round <= rounds; round++) {
            progress.say(architecture + ": prepared inputs to scores, "
                    + (round == 0 ? "warm-up" : "round " + round + " of " + rounds));
            Turn turn = inference(model, pixelValues, inputIds);
            double reference = checked("from prepared inputs", turn, this.reference.inference());
            if (round > 0) {
                ours.add(turn.seconds());
                theirs.add(reference);
            }
        }
        agreement.check(
                architecture + " from prepared inputs",
                workload,
                scores.logits(),
                inference(model, pixelValues, inputIds).logits());
        return new TimedComparison(
                architecture + ", prepared inputs to scores",
                "transformers, batches of " + batch,
                workload.size(),
                1.0,
                ours,
                theirs);
    }

    private static Turn inference(ClipModel model, List<float[]> pixelValues, List<long[]> inputIds)
            throws IOException {
        int batch = model.suggestedBatch();
        long begun = System.nanoTime();
        double[] logits = new double[pixelValues.size()];
        for (int from = 0; from < logits.length; from += batch) {
            int to = Math.min(logits.length, from + batch);
            float[][] images = model.imageEmbeds(pixelValues.subList(from, to));
            float[][] texts = model.textEmbeds(inputIds.subList(from, to));
            for (int i = from; i < to; i++) {
                logits[i] = model.logitScaleExp() * Similarity.cosine(images[i - from], texts[i - from]);
            }
        }
        return new Turn((System.nanoTime() - begun) * 1e-9, logits);
    }
}
