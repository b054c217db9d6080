package org.clipmeter.erasure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.clipmeter.compare.Proportion;
import org.jspecify.annotations.Nullable;

/**
 * UA, IRA and CRA over erasure requests. Averages are named: the mean over requests weights each request the same, the pooled figure weights each image
 * the same.
 *
 * @param requests the accuracy of each request, in order of first appearance
 * @param pooled the accuracy over the images of all requests together
 * @param images all images, in order
 * @param concepts the concepts that were told apart, in order
 */
public record ErasureAccuracy(
        List<RequestAccuracy> requests, RequestAccuracy pooled, List<SeenImage> images, List<String> concepts) {
    /** What the figures are, for help texts and cards, a line each. */
    public static final List<String> DEFINITIONS = List.of(
            "UA (unlearning accuracy): share of the images whose prompt names the erased concept in which another concept is seen.",
            "IRA (in-domain retain accuracy): share of the other images in which the concept of their prompt is seen.",
            "CRA (cross-domain retain accuracy): share of all images whose prompt also names a concept of another kind in which that one is seen.",
            "Seen is the concept whose text has the highest logits_per_image with the image, image by image; failed images count nowhere.",
            "Figures are per erasure request; the mean over requests weights requests, the pooled figure weights images.");

    /** The name of the pooled row. */
    public static final String POOLED = "all requests";

    /** The accuracy, with its lists copied. */
    public ErasureAccuracy {
        requests = List.copyOf(requests);
        images = List.copyOf(images);
        concepts = List.copyOf(concepts);
    }

    /** The accuracy over images of one or several requests. */
    public static ErasureAccuracy of(List<SeenImage> images, List<String> concepts) {
        Map<String, List<SeenImage>> byRequest = new LinkedHashMap<>();
        for (SeenImage image : images) {
            byRequest
                    .computeIfAbsent(image.image().erased(), erased -> new ArrayList<>())
                    .add(image);
        }
        List<RequestAccuracy> requests = new ArrayList<>();
        byRequest.forEach((erased, own) -> requests.add(RequestAccuracy.of(erased, own)));
        return new ErasureAccuracy(requests, RequestAccuracy.of(POOLED, images), images, concepts);
    }

    /** The mean of a figure over the requests that have it; null if none has. */
    public @Nullable Double mean(Function<RequestAccuracy, @Nullable Proportion> figure) {
        double sum = 0;
        int n = 0;
        for (RequestAccuracy request : requests) {
            Proportion proportion = figure.apply(request);
            Double share = proportion == null ? null : proportion.share();
            if (share != null) {
                sum += share;
                n++;
            }
        }
        return n == 0 ? null : sum / n;
    }

    /** The mean of UA and IRA over requests, each averaged over the requests that have it; null if one of them has none. */
    public @Nullable Double value() {
        Double ua = mean(RequestAccuracy::ua);
        Double ira = mean(RequestAccuracy::ira);
        return ua == null || ira == null ? null : (ua + ira) / 2;
    }

    /** How many images were evaluated. */
    public int evaluated() {
        return (int) images.stream().filter(image -> image.fault() == null).count();
    }

    /** The same without the flagged pictures; null if they are at most 1 % of the images. */
    public @Nullable ErasureAccuracy withoutFlagged() {
        return flaggedMatter() ? unflagged() : null;
    }

    /** Whether more than 1 % of the pictures are flagged. */
    public boolean flaggedMatter() {
        return Flagged.matter(images, SeenImage::isFlagged);
    }

    /** The same without the flagged pictures, however few they are. */
    public ErasureAccuracy unflagged() {
        return of(images.stream().filter(image -> !image.isFlagged()).toList(), concepts);
    }

    /** The concepts of the other kind that prompts name, among which one is seen for CRA; empty if no prompt names one. */
    public Set<String> seconds() {
        Set<String> seconds = new LinkedHashSet<>();
        for (SeenImage image : images) {
            if (image.image().second() != null) {
                seconds.add(image.image().second());
            }
        }
        return seconds;
    }

    /** How many images of a concept's prompts show another concept: counts by [the prompt's concept][the seen concept], with "neither" last. */
    public int[][] confusion() {
        int[][] counts = new int[concepts.size()][concepts.size() + 1];
        for (SeenImage image : images) {
            int row = concepts.indexOf(image.image().concept());
            if (row >= 0 && image.fault() == null) {
                int column = image.neither() ? concepts.size() : concepts.indexOf(Objects.requireNonNull(image.seen()));
                counts[row][column]++;
            }
        }
        return counts;
    }
}
