package org.clipmeter.erasure;

import java.util.List;
import java.util.function.Predicate;
import org.clipmeter.compare.Proportion;
import org.jspecify.annotations.Nullable;

/**
 * How well one erasure request was met: what is seen in the images of its model. Images that failed are in no denominator.
 *
 * @param erased the erased concept; {@code all requests} for the images of all requests together
 * @param ua unlearning accuracy: the share of the target images in which another concept than the erased one is seen
 * @param ira in-domain retain accuracy: the share of the other images in which the concept of their prompt is seen
 * @param cra cross-domain retain accuracy: the share of all images whose prompt also names a concept of another kind in which that one is
 *     seen; null if no prompt does
 * @param craOfTargets the part of {@code cra} over the target images; null with it
 * @param craOfRetained the part of {@code cra} over the other images; null with it
 * @param targets what is seen in the target images if "neither" is a choice too
 * @param retained what is seen in the other images if "neither" is a choice too
 * @param failedTargets target images that could not be evaluated
 * @param failedRetained other images that could not be evaluated
 */
public record RequestAccuracy(
        String erased,
        Proportion ua,
        Proportion ira,
        @Nullable Proportion cra,
        @Nullable Proportion craOfTargets,
        @Nullable Proportion craOfRetained,
        Shown targets,
        Shown retained,
        int failedTargets,
        int failedRetained) {
    /**
     * Images by what is seen in them, where a text without a concept competes with the concepts.
     *
     * @param own images in which the concept of their prompt is seen
     * @param other images in which another concept is seen
     * @param neither images to which the text without a concept is closest
     */
    public record Shown(int own, int other, int neither) {
        static Shown of(List<SeenImage> images) {
            int neither = (int) images.stream().filter(SeenImage::neither).count();
            int own = (int) images.stream()
                    .filter(image -> !image.neither() && image.showsItsConcept())
                    .count();
            return new Shown(own, images.size() - own - neither, neither);
        }

        /** How many images there are. */
        public int n() {
            return own + other + neither;
        }

        /** The share in which the concept of the prompt is seen. */
        public Proportion shareOwn() {
            return new Proportion(own, n());
        }
    }

    /** The accuracy over images. */
    static RequestAccuracy of(String erased, List<SeenImage> images) {
        List<SeenImage> targets = seen(images, image -> image.image().isTarget());
        List<SeenImage> others = seen(images, image -> !image.image().isTarget());
        List<SeenImage> secondOfTargets = having(targets);
        List<SeenImage> secondOfOthers = having(others);
        boolean second = !secondOfTargets.isEmpty() || !secondOfOthers.isEmpty();
        Proportion ofTargets = second ? right(secondOfTargets) : null;
        Proportion ofRetained = second ? right(secondOfOthers) : null;
        return new RequestAccuracy(
                erased,
                share(targets, SeenImage::isRight),
                share(others, SeenImage::isRight),
                ofTargets == null || ofRetained == null ? null : ofTargets.plus(ofRetained),
                ofTargets,
                ofRetained,
                Shown.of(targets),
                Shown.of(others),
                failed(images, true),
                failed(images, false));
    }

    private static List<SeenImage> seen(List<SeenImage> images, Predicate<SeenImage> which) {
        return images.stream()
                .filter(image -> image.fault() == null)
                .filter(which)
                .toList();
    }

    private static List<SeenImage> having(List<SeenImage> images) {
        return images.stream().filter(image -> image.image().second() != null).toList();
    }

    private static Proportion right(List<SeenImage> images) {
        return share(images, SeenImage::showsItsSecond);
    }

    private static Proportion share(List<SeenImage> images, Predicate<SeenImage> which) {
        return new Proportion((int) images.stream().filter(which).count(), images.size());
    }

    private static int failed(List<SeenImage> images, boolean target) {
        return (int) images.stream()
                .filter(image -> image.fault() != null && image.image().isTarget() == target)
                .count();
    }

    /** The mean of UA and IRA, as the reference reports it; null if one of them has no image. */
    public @Nullable Double value() {
        Double one = ua.share();
        Double other = ira.share();
        return one == null || other == null ? null : (one + other) / 2;
    }

    /** The share of the target images in which "neither" or another concept is seen, if "neither" is a choice too. */
    public Proportion uaWithNeither() {
        return targets.shareOwn().complement();
    }

    /** The share of the other images in which their own concept is seen, if "neither" is a choice too. */
    public Proportion iraWithNeither() {
        return retained.shareOwn();
    }
}
